package io.systole.cib.store;

import static com.google.common.base.Strings.lenientFormat;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSortedMap;
import io.systole.cib.CibException;
import io.systole.cib.StoredCib;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Keeps generations of a CIB in a folder, one file each. A generation is written under another
 * name, synced, renamed and synced again, so that its file is whole or is not there; older ones are
 * removed only then. Not thread-safe.
 */
public final class CibStore {

  /** How many generations are kept. */
  public static final int GENERATIONS = 10;

  private static final String TEMPORARY = "cib.tmp";
  private static final Pattern FILE = Pattern.compile("cib-([0-9]{1,18})\\.xml");
  private static final Pattern ANY = Pattern.compile("cib-([0-9]{1,18})\\.xml(\\.damaged-[0-9]+)?");

  private final FileLayer files;
  private long generation;

  public CibStore(FileLayer files) {
    this.files = files;
  }

  /**
   * Finds the newest good generation and makes sure that it stays; damaged ones on the way to it
   * are renamed. To be called before anything is saved.
   */
  public LoadResult load() {
    try {
      files.delete(TEMPORARY);
      generation = greatest(ANY);
      ImmutableList.Builder<LoadResult.Damage> damaged = ImmutableList.builder();
      Optional<StoredCib> found = Optional.empty();
      for (String name : generations().values()) {
        try {
          found = Optional.of(StoredCibFormat.read(files.read(name)));
          makeSafe(name);
          break;
        } catch (CibException e) {
          damaged.add(keepAside(name, e));
        }
      }
      return new LoadResult.Loaded(found, damaged.build());
    } catch (IOException e) {
      return new LoadResult.Failed(
          lenientFormat("the CIB in %s can't be read: %s", files, e),
          "check that the folder is there, mounted, and this user's");
    }
  }

  /** Saves {@code stored} as the newest generation. */
  public SaveResult save(StoredCib stored) {
    long next = generation + 1;
    try {
      files.write(TEMPORARY, StoredCibFormat.write(stored));
      files.sync(TEMPORARY);
      files.rename(TEMPORARY, name(next));
      // The number is used up from here on, even if the sync should fail.
      generation = next;
      files.syncFolder();
    } catch (IOException e) {
      return new SaveResult.Failed(
          lenientFormat("the CIB can't be saved in %s: %s%s", files, e, freed()),
          "free space there, and check the disk; the last saved CIB is still whole");
    }
    return new SaveResult.Saved(next, removeOld());
  }

  /**
   * A process that was killed in a save may have left a generation that can be read and is not on
   * stable storage. What is told to others must not be lost, so it is put there first.
   */
  private void makeSafe(String name) throws IOException {
    files.sync(name);
    files.syncFolder();
  }

  /** Gives the space of a failed attempt back. */
  private String freed() {
    try {
      files.delete(TEMPORARY);
      return "";
    } catch (IOException e) {
      return "; nor could the attempt be removed: " + e;
    }
  }

  private Optional<String> removeOld() {
    try {
      for (Map.Entry<Long, String> file : generations().entrySet()) {
        if (file.getKey() <= generation - GENERATIONS) {
          files.delete(file.getValue());
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(lenientFormat("old CIBs in %s can't be removed: %s", files, e));
    }
  }

  private LoadResult.Damage keepAside(String name, CibException reason) throws IOException {
    ImmutableList<String> taken = files.list();
    int number = 1;
    while (taken.contains(name + ".damaged-" + number)) {
      number++;
    }
    String aside = name + ".damaged-" + number;
    files.rename(name, aside);
    files.syncFolder();
    return new LoadResult.Damage(name, aside, reason.getMessage());
  }

  /** The files that hold generations, the newest first. */
  private ImmutableSortedMap<Long, String> generations() throws IOException {
    ImmutableSortedMap.Builder<Long, String> found =
        ImmutableSortedMap.<Long, String>reverseOrder();
    for (String name : files.list()) {
      Matcher file = FILE.matcher(name);
      if (file.matches() && name.equals(name(Long.parseLong(file.group(1))))) {
        found.put(Long.parseLong(file.group(1)), name);
      }
    }
    return found.buildOrThrow();
  }

  private long greatest(Pattern names) throws IOException {
    long greatest = 0;
    for (String name : files.list()) {
      Matcher file = names.matcher(name);
      if (file.matches()) {
        greatest = Math.max(greatest, Long.parseLong(file.group(1)));
      }
    }
    return greatest;
  }

  private static String name(long generation) {
    return "cib-" + generation + ".xml";
  }
}
