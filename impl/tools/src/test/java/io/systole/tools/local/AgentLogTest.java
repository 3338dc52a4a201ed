package io.systole.tools.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AgentLogTest {

  @TempDir private Path folder;

  private AgentLog log(String... lines) throws IOException {
    Path file = folder.resolve("agents.log");
    Files.write(file, List.of(lines));
    return AgentLog.read(file);
  }

  @Test
  void aMoveInOrderIsNoDoubleRun() throws IOException {
    AgentLog log = log("1 a web start", "5 a web stop", "6 b web start");
    assertEquals(List.of(), log.doubleRuns(ImmutableSet.of()));
    assertEquals(Set.of("b"), log.activeAtEnd("web"));
  }

  @Test
  void aStartBeforeTheOtherStopIsADoubleRun() throws IOException {
    AgentLog log = log("1 a web start", "6 b web start", "7 a web stop");
    assertEquals(List.of("web ran on [a, b] at 6"), log.doubleRuns(ImmutableSet.of()));
    assertEquals(List.of(), log.doubleRuns(ImmutableSet.of("web")));
  }

  @Test
  void linesCountByTheirTimeAndNotByTheirPlace() throws IOException {
    AgentLog log = log("6 b web start", "1 a web start", "5 a web stop");
    assertEquals(List.of(), log.doubleRuns(ImmutableSet.of()));
  }

  @Test
  void nothingRunsWithoutPower() throws IOException {
    AgentLog log = log("1 a web start", AgentLog.powerOffLine("a", 3).strip(), "4 b web start");
    assertEquals(List.of(), log.doubleRuns(ImmutableSet.of()));
    assertEquals(Set.of("b"), log.activeAtEnd("web"));
  }

  @Test
  void aLineThatIsNoneIsNamed() {
    IOException e = assertThrows(IOException.class, () -> log("1 a web start", "2 a"));
    assertEquals(true, String.valueOf(e.getMessage()).contains("'2 a'"));
  }
}
