package io.systole.agents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.agents.CommandResult.Ending;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Every test starts real processes. */
@Timeout(30)
final class CommandRunnerTest {

  private static final Duration LONG = Duration.ofSeconds(20);

  private final ProcessGroups groups = new ProcessGroups();
  private final CommandRunner runner = new CommandRunner(groups);

  @TempDir Path folder;

  private static Command shell(String script, String input, Command.Limits limits) {
    return new Command(
        ImmutableList.of("/bin/sh", "-c", script),
        ImmutableSortedMap.of("GIVEN", "x y"),
        input,
        limits);
  }

  private CommandResult run(String script) {
    return runner.run(shell(script, "", Command.Limits.of(LONG)));
  }

  @Test
  void bothOutputsAndTheExitCodeAreKept() {
    CommandResult result = run("echo out; echo err >&2; exit 42");
    assertEquals(Ending.EXITED, result.ending());
    assertEquals(42, result.exitCode());
    assertEquals("out\n", result.output().text());
    assertEquals("err\n", result.errors().text());
  }

  @Test
  void inputIsGivenAndEnds() {
    CommandResult result = runner.run(shell("cat", "a=b\nc=d\n", Command.Limits.of(LONG)));
    assertEquals("a=b\nc=d\n", result.output().text());
  }

  @Test
  void inputThatNobodyReadsIsNoFailure() {
    String most = "x".repeat(Command.MAX_INPUT_BYTES);
    CommandResult result = runner.run(shell("exit 3", most, Command.Limits.of(LONG)));
    assertEquals(3, result.exitCode());
  }

  @Test
  void theEnvironmentIsWhatWasGivenAndNotTheLocaleOfTheDaemon() {
    CommandResult result = run("echo \"$GIVEN/$LC_ALL\"; type ip >/dev/null || echo $PATH");
    assertTrue(result.output().text().startsWith("x y/C\n"), result.output().text());
  }

  @Test
  void itLeadsAProcessGroupOfItsOwn() {
    CommandResult result =
        run("read -r pid name state parent group rest </proc/$$/stat;" + " test $group = $$");
    assertEquals(0, result.exitCode(), result.toString());
  }

  @Test
  void aBackgroundProcessThatKeepsTheOutputOpenIsNotWaitedFor() throws IOException {
    Path pidFile = folder.resolve("pid");
    CommandResult result = run("sleep 60 & echo $! >" + pidFile + "; echo started");
    assertEquals("started\n", result.output().text());
    assertTrue(result.took().compareTo(Duration.ofSeconds(5)) < 0, result.took().toString());
    ProcessHandle left = process(pidFile).orElseThrow();
    assertTrue(left.isAlive());
    left.destroyForcibly();
  }

  @Test
  void atTheTimeoutTheWholeGroupIsKilled() throws Exception {
    Path pidFile = folder.resolve("pid");
    Command command =
        shell(
            "trap '' TERM; sleep 60 & echo $! >" + pidFile + "; echo before; wait",
            "",
            Command.Limits.of(Duration.ofMillis(500)));
    CommandResult result = runner.run(command);
    assertEquals(Ending.TIMED_OUT, result.ending());
    assertEquals("before\n", result.output().text());
    assertTrue(result.took().compareTo(Duration.ofMillis(500)) >= 0, result.took().toString());
    Optional<ProcessHandle> child = process(pidFile);
    if (child.isPresent()) {
      child.get().onExit().get(5, TimeUnit.SECONDS);
    }
  }

  @Test
  void cancellingKillsTheGroup() throws Exception {
    CommandRun run = runner.start(shell("sleep 60; true", "", Command.Limits.of(LONG)));
    run.cancel();
    CommandResult result = run.result().get(5, TimeUnit.SECONDS);
    assertEquals(Ending.CANCELLED, result.ending());
  }

  @Test
  void endlessOutputIsBoundedAndStillTimesOut() {
    Command.Limits limits = new Command.Limits(Duration.ofMillis(700), 1000);
    CommandResult result = runner.run(shell("while :; do echo 0123456789; done", "", limits));
    assertEquals(Ending.TIMED_OUT, result.ending());
    assertEquals(1000, result.output().text().length());
    assertTrue(result.output().dropped() > 1000, result.toString());
  }

  @Test
  void aDescendantThatFloodsTheOutputAfterwardsDoesNotHold() {
    CommandResult result = run("(while :; do echo 0123456789; done) & echo $!; exit 0");
    long child = Long.parseLong(result.output().text().lines().findFirst().orElseThrow());
    ProcessHandle.of(child).ifPresent(ProcessHandle::destroyForcibly);
    assertEquals(Ending.EXITED, result.ending());
  }

  @Test
  void aProgramThatIsNotThereSaysSo() {
    CommandResult result =
        runner.run(
            new Command(
                ImmutableList.of("/nowhere/at-all"),
                ImmutableSortedMap.of(),
                "",
                Command.Limits.of(LONG)));
    assertEquals(127, result.exitCode());
    assertTrue(result.errors().text().startsWith("setsid: "), result.toString());
  }

  @Test
  void anEnvironmentThatIsTooLargeIsAResult() {
    CommandResult result =
        runner.run(
            new Command(
                ImmutableList.of("/bin/true"),
                ImmutableSortedMap.of("BIG", "x".repeat(8 << 20)),
                "",
                Command.Limits.of(LONG)));
    assertEquals(Ending.NOT_STARTED, result.ending());
    assertFalse(result.errors().text().isEmpty());
  }

  @Test
  void markedProcessesAreKilledWhereverTheyHide() throws IOException {
    String mark = UUID.randomUUID().toString();
    Path pidFile = folder.resolve("pid");
    CommandResult result =
        runner.run(
            new Command(
                ImmutableList.of(
                    "/bin/sh", "-c", "setsid sleep 60 >/dev/null 2>&1 & echo $! >" + pidFile),
                ImmutableSortedMap.of("SYSTOLE_TEST_MARK", mark),
                "",
                Command.Limits.of(LONG)));
    assertEquals(0, result.exitCode());
    assertEquals(1, groups.killMarked("SYSTOLE_TEST_MARK", ImmutableSet.of(mark, "x")));
    assertEquals(0, groups.killMarked("SYSTOLE_TEST_MARK", ImmutableSet.of(mark, "x")));
    String pid = Files.readString(pidFile, StandardCharsets.US_ASCII).strip();
    Path stat = Path.of("/proc", pid, "stat");
    // Whether its parent has reaped it by now is not for us to say.
    assertTrue(Files.notExists(stat) || Files.readString(stat).contains(" Z "));
  }

  private static Optional<ProcessHandle> process(Path pidFile) throws IOException {
    String pid = Files.readString(pidFile, StandardCharsets.US_ASCII).strip();
    return ProcessHandle.of(Long.parseLong(pid));
  }
}
