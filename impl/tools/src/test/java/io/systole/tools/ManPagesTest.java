package io.systole.tools;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.systole.cib.options.CibOption;
import io.systole.cib.options.OptionScope;
import io.systole.tools.field.FieldCommand;
import io.systole.tools.field.FieldCommands;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.cli.Option;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Manual pages say what the tables say. */
final class ManPagesTest {

  @Test
  void everyCommandHasAPageWithItsOptions(@TempDir Path folder) throws Exception {
    ManPages.write(folder);
    for (Command command : CommandTable.all().commands().values()) {
      String name = "systole-" + command.usage().words().replace(' ', '-') + ".1";
      String page = Files.readString(folder.resolve("man1").resolve(name));
      for (Option option : Systole.optionsOf(command).getOptions()) {
        assertTrue(page.contains(option.getLongOpt().replace("-", "\\-")), name + " " + option);
      }
      assertTrue(page.lines().noneMatch(line -> line.startsWith("'")), name);
    }
    for (FieldCommand command : FieldCommands.all()) {
      String page = Files.readString(folder.resolve("man8").resolve(command.name() + ".8"));
      assertTrue(page.startsWith(".TH "), page);
    }
    String options = Files.readString(folder.resolve("man7").resolve("systole-cib-options.7"));
    for (OptionScope scope : OptionScope.values()) {
      for (CibOption option : scope.options()) {
        assertTrue(options.contains(".B " + option.word().replace("-", "\\-")), option::word);
      }
    }
    assertFalse(Files.readString(folder.resolve("systole.bash")).isEmpty());
  }
}
