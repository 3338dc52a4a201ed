package io.systole.cib;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.common.base.Splitter;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Patchsets against the field's own {@code crm_diff}, where it is installed. */
final class PatchsetFieldTest {

  private static final int PAIRS = 25;

  @TempDir private Path folder;

  @Test
  void eachToolAppliesWhatTheOtherWrote() throws Exception {
    Optional<Path> tool = tool();
    assumeTrue(
        tool.isPresent(),
        "SKIPPED: crm_diff is not installed (Debian's package pacemaker-cli-utils has it)");
    Random random = new Random(7);
    for (int pair = 0; pair < PAIRS; pair++) {
      Cib before = configured(1, random);
      Cib after = configured(2, random);
      Path old = write("old.xml", before.root());
      Path young = write("new.xml", after.root());

      Path ours = write("ours.xml", PatchCodec.write(Patchset.between(before, after)));
      Element applied = Xml.parse(run(0, tool.get(), "--original", old, "--patch", ours));
      assertEquals(after.configuration(), applied.child("configuration").orElseThrow());

      Patchset theirs =
          PatchCodec.read(Xml.parse(run(1, tool.get(), "--original", old, "--new", young)));
      assertEquals(
          new EditResult.Applied(after, EditResult.Kind.CONFIGURATION), theirs.applyTo(before));
    }
  }

  private static Optional<Path> tool() {
    return Splitter.on(File.pathSeparatorChar)
        .splitToStream(Optional.ofNullable(System.getenv("PATH")).orElse(""))
        .map(directory -> Path.of(directory, "crm_diff"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Cib configured(int epoch, Random random) throws CibException {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < 12; id++) {
      if (random.nextInt(4) > 0) {
        ids.add(id);
      }
    }
    Collections.shuffle(ids, random);
    StringBuilder resources = new StringBuilder();
    for (int id : ids) {
      resources
          .append("<primitive id='r")
          .append(id)
          .append("' class='ocf' provider='p' type='T")
          .append(random.nextInt(2))
          .append("'/>");
    }
    return Cibs.cib(
        "<cib crm_feature_set='3.16.1' validate-with='pacemaker-3.9' admin_epoch='0' epoch='"
            + epoch
            + "' num_updates='0'><configuration><crm_config/><nodes/><resources>"
            + resources
            + "</resources><constraints/></configuration><status/></cib>");
  }

  private Path write(String name, Element element) throws IOException {
    return Files.writeString(folder.resolve(name), Xml.write(element));
  }

  private static String run(int status, Path tool, Object... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(tool.toString()));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(status, process.waitFor(), () -> command + "\n" + output);
    assertTrue(output.startsWith("<"), output);
    return output;
  }
}
