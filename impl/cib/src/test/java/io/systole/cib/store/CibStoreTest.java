package io.systole.cib.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableList;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.CibVersion;
import io.systole.cib.StoredCib;
import io.systole.kernel.Epoch;
import io.systole.kernel.NodeName;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CibStoreTest {

  @TempDir Path folder;

  @Test
  void anEmptyFolderHoldsNothing() throws IOException {
    assertEquals(new LoadResult.Loaded(Optional.empty(), ImmutableList.of()), diskStore().load());
  }

  @Test
  void whatWasSavedIsLoadedWithItsTerm() throws IOException {
    save(opened(), stored(1));
    save(opened(), stored(2));
    assertEquals(Optional.of(stored(2)), loaded(diskStore()).stored());
  }

  @Test
  void statusIsNotKept() throws CibException, XmlException {
    Cib cib =
        Cib.of(
            Xml.parse(
                "<cib epoch='3' num_updates='7'><configuration/>"
                    + "<status><node_state id='1' uname='n1'/></status></cib>"));
    StoredCib stored = new StoredCib(cib, epoch(1), epoch(2));
    assertEquals(new CibVersion(0, 3, 0), stored.cib().version());
    assertTrue(stored.cib().status().children().isEmpty());
  }

  @Test
  void filesAreTheirOwnersAlone() throws IOException {
    save(opened(), stored(1));
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("cib-1.xml"))));
  }

  @Test
  void onlyTheLastGenerationsAreKept() throws IOException {
    CibStore store = opened();
    for (int i = 1; i <= CibStore.GENERATIONS + 3; i++) {
      save(store, stored(i));
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertEquals(CibStore.GENERATIONS, files.count());
    }
    assertEquals(Optional.of(stored(CibStore.GENERATIONS + 3)), loaded(diskStore()).stored());
  }

  @Test
  void aFileCutOffAnywhereIsRefusedAndKeptAside() throws IOException {
    save(opened(), stored(1));
    save(opened(), stored(2));
    byte[] whole = Files.readAllBytes(folder.resolve("cib-2.xml"));
    for (int length = 0; length < whole.length; length++) {
      Files.write(folder.resolve("cib-2.xml"), Arrays.copyOf(whole, length));
      LoadResult.Loaded loaded = loaded(diskStore());
      assertEquals(Optional.of(stored(1)), loaded.stored(), "cut off at " + length);
      LoadResult.Damage damage = loaded.damaged().getFirst();
      assertEquals("cib-2.xml", damage.file());
      assertEquals("cib-2.xml.damaged-" + (length + 1), damage.keptAs());
      assertTrue(Files.exists(folder.resolve(damage.keptAs())));
    }
  }

  @Test
  void aFlippedBitIsNoticed() throws IOException {
    save(opened(), stored(1));
    save(opened(), stored(2));
    byte[] bytes = Files.readAllBytes(folder.resolve("cib-2.xml"));
    bytes[bytes.length / 3] ^= 1;
    Files.write(folder.resolve("cib-2.xml"), bytes);
    LoadResult.Loaded loaded = loaded(diskStore());
    assertEquals(Optional.of(stored(1)), loaded.stored());
    assertTrue(loaded.damaged().getFirst().reason().contains("digest"), loaded.toString());
  }

  @Test
  void aNumberThatADamagedFileHadIsNotUsedAgain() throws IOException {
    save(opened(), stored(1));
    Files.write(folder.resolve("cib-1.xml"), new byte[0]);
    CibStore store = diskStore();
    loaded(store);
    assertEquals(2, assertInstanceOf(SaveResult.Saved.class, store.save(stored(2))).generation());
  }

  @Test
  void aFullDiskIsToldAndLosesNothing() {
    CrashingFiles files = new CrashingFiles();
    CibStore store = new CibStore(files);
    store.load();
    save(store, stored(1));
    files.space(100);
    SaveResult.Failed failed = assertInstanceOf(SaveResult.Failed.class, store.save(stored(2)));
    assertTrue(failed.reason().contains("No space left on device"), failed.reason());
    assertTrue(failed.remedy().contains("free space"), failed.remedy());
    assertEquals(Optional.of(stored(1)), loaded(new CibStore(files)).stored());
    files.space(Integer.MAX_VALUE);
    save(store, stored(3));
    assertEquals(Optional.of(stored(3)), loaded(new CibStore(files)).stored());
  }

  @Test
  void aFolderThatCannotBeReadIsToldWithARemedy() throws IOException {
    CibStore store = diskStore();
    Files.delete(folder);
    LoadResult.Failed failed = assertInstanceOf(LoadResult.Failed.class, store.load());
    assertTrue(failed.reason().contains(folder.toString()), failed.reason());
  }

  /** A crash at every step of a save, with every mix of what had come to the disk by itself. */
  @Test
  void aCrashAnywhereLeavesAWholeCib() {
    int steps = stepsOfThirdSave();
    assertTrue(steps >= 5, "write, write, sync, rename, sync of the folder");
    for (int crash = 0; crash < steps; crash++) {
      for (int renames = 0; renames <= 4; renames++) {
        for (int percent : new int[] {0, 50, 99, 100}) {
          crashAt(crash, renames, percent);
        }
      }
    }
  }

  private static void crashAt(int crash, int renames, int percent) {
    CrashingFiles files = new CrashingFiles();
    CibStore store = new CibStore(files);
    store.load();
    save(store, stored(1));
    save(store, stored(2));
    files.crashAfter(crash);
    assertThrows(CrashingFiles.Crash.class, () -> store.save(stored(3)));
    files.comeUp(renames, percent);
    String at = "crash at " + crash + ", names " + renames + ", content " + percent + "%";
    CibStore again = new CibStore(files);
    LoadResult.Loaded loaded = loaded(again);
    assertTrue(loaded.damaged().isEmpty(), () -> at + ": " + loaded);
    Optional<StoredCib> found = loaded.stored();
    assertTrue(
        found.equals(Optional.of(stored(2))) || found.equals(Optional.of(stored(3))),
        () -> at + ": " + loaded);
    save(again, stored(4));
    assertEquals(Optional.of(stored(4)), loaded(new CibStore(files)).stored(), at);
  }

  /** What was acknowledged is there after a crash at once, whatever had not been synced. */
  @Test
  void whatWasSavedOutlastsACrash() {
    CrashingFiles files = new CrashingFiles();
    CibStore store = new CibStore(files);
    store.load();
    for (int i = 1; i <= 30; i++) {
      save(store, stored(i));
      files.comeUp(0, 0);
      assertEquals(Optional.of(stored(i)), loaded(new CibStore(files)).stored());
    }
  }

  private static int stepsOfThirdSave() {
    CrashingFiles files = new CrashingFiles();
    CibStore store = new CibStore(files);
    store.load();
    save(store, stored(1));
    save(store, stored(2));
    int before = files.steps();
    save(store, stored(3));
    return files.steps() - before;
  }

  private CibStore diskStore() throws IOException {
    return new CibStore(DiskFiles.in(folder));
  }

  private CibStore opened() throws IOException {
    CibStore store = diskStore();
    loaded(store);
    return store;
  }

  private static void save(CibStore store, StoredCib stored) {
    SaveResult.Saved saved = assertInstanceOf(SaveResult.Saved.class, store.save(stored));
    assertEquals(Optional.empty(), saved.warning());
  }

  private static LoadResult.Loaded loaded(CibStore store) {
    return assertInstanceOf(LoadResult.Loaded.class, store.load());
  }

  private static StoredCib stored(int number) {
    return new StoredCib(
        Cib.empty().withVersion(new CibVersion(0, number, 0)), epoch(number), epoch(number + 1));
  }

  private static Epoch epoch(int number) {
    return new Epoch(number, new NodeName("n1"));
  }
}
