package io.systole.daemons;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.systole.cib.schema.Grammar;
import io.systole.cib.schema.WordGrammars;
import io.systole.daemons.attributes.AttributesRole;
import io.systole.daemons.cib.CibRole;
import io.systole.daemons.executor.ExecutorRole;
import io.systole.daemons.fencer.FencerRole;
import io.systole.daemons.local.LocalBus;
import io.systole.daemons.local.LocalNode;
import io.systole.daemons.runtime.Role;
import io.systole.daemons.scheduler.SchedulerRole;
import io.systole.ipc.IpcException;
import io.systole.kernel.NodeName;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was ever said in a version of the protocol goes on being understood. {@code
 * schemas/ipc/kept} has a folder a version, with messages of each role as they were then; files are
 * added there, and never changed.
 */
@Timeout(120)
final class KeptMessagesTest {

  private static final Path KEPT = Path.of("../../schemas/ipc/kept");
  private static final String WORDS = "words";

  /** Answers that say that a request was not understood. */
  private static final ImmutableSet<String> NOT_UNDERSTOOD =
      ImmutableSet.of("bad-request", "unknown-request", "malformed", "internal-error");

  /** The roles that work without a whole node around them. */
  private static final ImmutableMap<String, Supplier<Role>> ALONE =
      ImmutableMap.of(
          "attributes", AttributesRole::new,
          "cib", CibRole::new,
          "executor", ExecutorRole::new,
          "fencer", FencerRole::new,
          "scheduler", SchedulerRole::new);

  static Stream<Path> files() throws IOException {
    try (Stream<Path> files = Files.walk(KEPT)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList().stream();
    }
  }

  static Stream<Path> filesOfRolesAlone() throws IOException {
    return files().filter(file -> ALONE.containsKey(role(file)));
  }

  @ParameterizedTest
  @MethodSource("files")
  void theGrammarOfTodayAllowsThem(Path file) throws Exception {
    Grammar grammar =
        WordGrammars.shared().ofRole(role(file).equals(WORDS) ? "cib" : role(file)).orElseThrow();
    ImmutableList<Element> messages = messages(file);
    assertFalse(messages.isEmpty());
    for (Element message : messages) {
      assertEquals(ImmutableList.of(), grammar.judge(message), message::toString);
    }
  }

  @ParameterizedTest
  @MethodSource("filesOfRolesAlone")
  void theDaemonOfTodayUnderstandsTheirRequests(Path file, @TempDir Path folder) throws Exception {
    Supplier<Role> role = Optional.ofNullable(ALONE.get(role(file))).orElseThrow();
    try (LocalNode node = new LocalNode(new LocalBus(), new NodeName("node1"), folder, role)) {
      for (Element message : messages(file)) {
        if (message.is("request")) {
          String code = codeOf(node, message.children().getFirst());
          assertFalse(NOT_UNDERSTOOD.contains(code), () -> code + " for " + message);
        }
      }
    }
  }

  @Test
  void everyRoleIsWrittenDownAndKept() {
    for (String role : RoleRegistry.systole().roles().keySet()) {
      assertTrue(WordGrammars.shared().knowsRole(role), role);
      assertTrue(Files.exists(KEPT.resolve("1").resolve(role + ".xml")), role);
    }
  }

  private static String codeOf(LocalNode node, Element request) {
    try {
      return node.ask(request).name();
    } catch (IpcException e) {
      return e.error().code();
    }
  }

  private static String role(Path file) {
    return file.getFileName().toString().replace(".xml", "");
  }

  private static ImmutableList<Element> messages(Path file) throws Exception {
    return Xml.parse(Files.readAllBytes(file), XmlLimits.MESSAGE).children();
  }
}
