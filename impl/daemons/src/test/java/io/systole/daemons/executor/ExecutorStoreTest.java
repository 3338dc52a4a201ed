package io.systole.daemons.executor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.daemons.runtime.RoleException;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.protocol.executor.AgentRef;
import io.systole.protocol.executor.ExecutorEvent.Ordered;
import io.systole.protocol.executor.ExecutorMachine;
import io.systole.protocol.executor.ExecutorState;
import io.systole.protocol.executor.Memory;
import io.systole.protocol.executor.OperationKey;
import io.systole.protocol.executor.Order;
import io.systole.protocol.transition.TransitionKey;
import io.systole.xml.Element;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecutorStoreTest {

  private static final NodeName NODE = new NodeName("node1");
  private static final ExecutorState NOTHING = ExecutorState.initial(new Epoch(0, NODE), 4);
  private static final Logger LOG = Logger.getLogger(ExecutorStoreTest.class.getName());

  @TempDir Path folder;

  @BeforeEach
  void beQuiet() {
    LOG.setLevel(Level.OFF);
  }

  private static ExecutorState some(ExecutorState from, int action) {
    Order order =
        new Order(
            new TransitionKey(action, 1, 0, "uuid"),
            "r" + action,
            new AgentRef("ocf", "systole", "Dummy"),
            OperationKey.once("start"),
            ImmutableSortedMap.of("text", "a \"<\n\u00e9"));
    return new ExecutorMachine().step(from, new Ordered(new Epoch(1, NODE), order, 5)).state();
  }

  private ExecutorState recall(String mark) throws RoleException {
    try (ExecutorStore store = ExecutorStore.open(folder, mark, LOG)) {
      return store.recall(NOTHING);
    }
  }

  private ExecutorState remember(String mark, int count) throws RoleException {
    ExecutorState state = NOTHING;
    try (ExecutorStore store = ExecutorStore.open(folder, mark, LOG)) {
      state = store.recall(state);
      for (int i = 0; i < count; i++) {
        state = some(state, i);
        store.remember(Memory.all(state), state);
      }
    }
    return state;
  }

  @Test
  void whatWasRememberedIsRecalled() throws RoleException {
    ExecutorState state = remember("run", 3);
    assertEquals(state, recall("run"));
    assertEquals(state, recall("run"));
  }

  @Test
  void anotherRunRecallsNothing() throws RoleException {
    assertEquals(3, remember("run", 3).resources().size());
    assertEquals(NOTHING, recall("another"));
  }

  @Test
  void halfALineAtTheEndWasNotPromised() throws Exception {
    ExecutorState state = remember("run", 2);
    Files.writeString(folder.resolve("journal"), "<resource id=\"r", StandardOpenOption.APPEND);
    assertEquals(state, recall("run"));
  }

  @Test
  void damageIsSetAsideAndNothingIsRecalled() throws Exception {
    assertEquals(2, remember("run", 2).resources().size());
    Path journal = folder.resolve("journal");
    Files.writeString(journal, Files.readString(journal).replace("<resource", "<resource<"));
    assertEquals(NOTHING, recall("run"));
    assertTrue(Files.exists(folder.resolve("journal.damaged")));
    assertEquals(remember("run", 2), recall("run"));
  }

  @Test
  void theJournalIsRewrittenBeforeItGrowsTooLong() throws Exception {
    try (ExecutorStore store = ExecutorStore.open(folder, "run", LOG)) {
      ExecutorState state = some(store.recall(NOTHING), 1);
      ImmutableList<Element> all = Memory.all(state);
      for (int i = 0; i < 20_000; i++) {
        store.remember(all, state);
      }
      assertTrue(Files.size(folder.resolve("journal")) < 2 << 20);
    }
  }

  @Test
  void aStoreHasOneOwner() throws RoleException {
    try (ExecutorStore first = ExecutorStore.open(folder, "run", LOG)) {
      assertEquals(NOTHING, first.recall(NOTHING));
      RoleException e =
          assertThrows(RoleException.class, () -> ExecutorStore.open(folder, "run", LOG));
      assertTrue(String.valueOf(e.getMessage()).contains("another executor uses"));
    }
  }

  /** As far as a test can fill a disk: /dev/full is one. */
  @Test
  void onAFullDiskNothingOutdatedStays() throws Exception {
    ExecutorState one = some(NOTHING, 1);
    Path journal = folder.resolve("journal");
    try (ExecutorStore store = ExecutorStore.open(folder, "run", LOG)) {
      assertEquals(NOTHING, store.recall(NOTHING));
      Files.createSymbolicLink(folder.resolve("journal.new"), Path.of("/dev/full"));
      do {
        store.remember(Memory.all(one), one);
      } while (Files.size(journal) > 0 && Files.size(journal) < 4 << 20);
      assertEquals(0, Files.size(journal), "the rewrite that found no room left what was there");
      store.remember(Memory.all(one), one);
    }
    assertEquals(one, recall("run"), "there is room again");
  }
}
