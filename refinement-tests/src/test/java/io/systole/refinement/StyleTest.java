package io.systole.refinement;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Style as a test: what a reviewer should not have to say. */
class StyleTest {

  private static final Path TOP = Path.of("..");

  /** Where nothing is locked. */
  private static final ImmutableList<String> WITHOUT_LOCKS =
      ImmutableList.of("impl/protocols/src/main", "impl/scheduler/src/main");

  private static final ImmutableList<SourceFile> SOURCES = sources();

  @ParameterizedTest
  @EnumSource
  void holds(Style rule) {
    ImmutableList<String> faults =
        SOURCES.stream()
            .filter(source -> applies(rule, source))
            .flatMap(source ->
                rule.faults(source).stream()
                    .map(fault -> TOP.relativize(source.path()) + ": " + fault))
            .collect(ImmutableList.toImmutableList());
    assertEquals("", String.join("\n", faults));
  }

  @Test
  void looksAtTheWholeHouse() {
    assertTrue(SOURCES.size() > 50, () -> "only " + SOURCES.size() + " sources were found");
    assertTrue(SOURCES.stream().anyMatch(s -> applies(Style.NO_LOCKS, s)));
  }

  @ParameterizedTest
  @EnumSource
  void eachRuleIsSeenToFail(Style rule, @TempDir Path folder) throws IOException {
    Path path = folder.resolve("Bad.java");
    Files.writeString(path, bad(rule), StandardCharsets.UTF_8);
    assertEquals(1, rule.faults(SourceFile.read(path)).size(), rule::name);
  }

  @Test
  void aSwitchOverTextsNeedsADefault(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("Good.java");
    String source =
        "class Good { int f(String s) { return switch (s) { case \"a\" -> 1; default -> 2; }; } }";
    Files.writeString(path, source, StandardCharsets.UTF_8);
    assertEquals(ImmutableList.of(), Style.NO_DEFAULT_OVER_TYPES.faults(SourceFile.read(path)));
  }

  private static String bad(Style rule) {
    return switch (rule) {
      case FILE_LENGTH -> "class Bad {}" + "\n".repeat(Style.MAX_FILE_LINES + 1);
      case COLUMNS -> "class Bad {} //" + "x".repeat(Style.MAX_COLUMNS);
      case METHOD_LENGTH -> "class Bad { void f() {" + "\n".repeat(Style.MAX_METHOD_LINES) + "} }";
      case NO_DEFAULT_OVER_TYPES ->
          "class Bad { int f(E e) { return switch (e) { case A a -> 1; default -> 2; }; } }";
      case NO_LOCKS -> "class Bad { void f() { synchronized (this) { f(); } } }";
    };
  }

  private static boolean applies(Style rule, SourceFile source) {
    String path = TOP.relativize(source.path()).toString();
    return switch (rule) {
      case FILE_LENGTH, METHOD_LENGTH -> true;
      // Tests quote documents as they are.
      case COLUMNS -> path.contains("src/main");
      case NO_DEFAULT_OVER_TYPES -> path.startsWith("impl/protocols/src/main");
      case NO_LOCKS -> WITHOUT_LOCKS.stream().anyMatch(path::startsWith);
    };
  }

  private static ImmutableList<SourceFile> sources() {
    ImmutableList.Builder<SourceFile> sources = ImmutableList.builder();
    for (Path root : new Path[] {TOP.resolve("impl"), TOP.resolve("refinement-tests")}) {
      try (Stream<Path> paths = Files.walk(root)) {
        for (Path path : paths.filter(p -> isSource(p)).sorted().toList()) {
          sources.add(SourceFile.read(path));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("could not read the sources below " + root, e);
      }
    }
    return sources.build();
  }

  private static boolean isSource(Path path) {
    String text = path.toString();
    return text.endsWith(".java") && text.contains("src") && !text.contains("target");
  }
}
