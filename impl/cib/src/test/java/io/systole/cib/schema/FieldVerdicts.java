package io.systole.cib.schema;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The field's own verdicts, from its installed schemas and libxml2's {@code xmllint}, which are
 * asked for nothing but whether a document is valid.
 */
final class FieldVerdicts {

  private static final Path SCHEMAS = Path.of("/usr/share/pacemaker");
  private static final Path XMLLINT = Path.of("/usr/bin/xmllint");

  private FieldVerdicts() {}

  static boolean areThere() {
    return Files.isExecutable(XMLLINT) && Files.isReadable(SCHEMAS.resolve("pacemaker-3.9.rng"));
  }

  static boolean knows(GrammarName name) {
    return Files.isReadable(schema(name));
  }

  private static Path schema(GrammarName name) {
    return SCHEMAS.resolve(name.text() + ".rng");
  }

  /** The files that are valid, of those that are named. */
  static List<String> valid(GrammarName name, Path folder, List<String> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(XMLLINT.toString(), "--noout", "--relaxng", schema(name).toString()));
    command.addAll(files);
    Path output = folder.resolve("verdicts-" + name);
    new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
    String end = " validates";
    return Files.readAllLines(output, StandardCharsets.ISO_8859_1).stream()
        .filter(line -> line.endsWith(end))
        .map(line -> line.substring(0, line.length() - end.length()))
        .toList();
  }
}
