package io.systole.cib.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/**
 * A disk that stops at a chosen step and keeps of what was not synced as little or as much as is
 * asked for; or that is full.
 */
final class CrashingFiles implements FileLayer {

  /** The machine went down; nothing after this happens. */
  static final class Crash extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** A file's content, and how much of it is safe. */
  private static final class Content {
    byte[] written = new byte[0];
    byte[] safe = new byte[0];
  }

  private NavigableMap<String, Content> names = new TreeMap<>();
  private final NavigableMap<String, Content> safeNames = new TreeMap<>();
  private final List<Consumer<NavigableMap<String, Content>>> unsafe = new ArrayList<>();
  private int stepsLeft = Integer.MAX_VALUE;
  private int steps;
  private boolean lies;
  private int space = Integer.MAX_VALUE;

  void crashAfter(int more) {
    stepsLeft = more;
  }

  int steps() {
    return steps;
  }

  /** From now on a sync of a file says that it has been done, and does nothing. */
  void lie() {
    lies = true;
  }

  /** How many bytes fit; more can't be written. */
  void space(int bytes) {
    space = bytes;
  }

  /** The process was killed and begins anew on a machine that went on; nothing is lost. */
  void beginAnew() {
    stepsLeft = Integer.MAX_VALUE;
  }

  /**
   * The machine comes up again.
   *
   * @param renames how many of the changes of names that were not synced have survived
   * @param percent how much of the content that was not synced has survived
   */
  void comeUp(int renames, int percent) {
    comeUp(change -> change < renames, percent);
  }

  /**
   * The machine comes up again.
   *
   * @param survived which of the changes of names that were not synced have survived, from 0
   * @param percent how much of the content that was not synced has survived
   */
  void comeUp(IntPredicate survived, int percent) {
    for (int i = 0; i < unsafe.size(); i++) {
      if (survived.test(i)) {
        unsafe.get(i).accept(safeNames);
      }
    }
    unsafe.clear();
    names = new TreeMap<>(safeNames);
    for (Content content : names.values()) {
      if (!Arrays.equals(content.written, content.safe)) {
        content.safe = Arrays.copyOf(content.written, content.written.length * percent / 100);
        content.written = content.safe;
      }
    }
    stepsLeft = Integer.MAX_VALUE;
  }

  @Override
  public ImmutableList<String> list() {
    return ImmutableList.copyOf(names.keySet());
  }

  @Override
  public byte[] read(String name) throws IOException {
    return there(name).written.clone();
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    Content file = new Content();
    step(all -> all.put(name, file));
    // A crash may fall between any two bytes: half of the file is there before the next step.
    file.written = Arrays.copyOf(content, Math.min(space, content.length / 2));
    beat();
    file.written = Arrays.copyOf(content, Math.min(space, content.length));
    if (space < content.length) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public void sync(String name) throws IOException {
    beat();
    Content file = there(name);
    if (!lies) {
      file.safe = file.written;
    }
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Content file = there(from);
    step(all -> {
      all.remove(from);
      all.put(to, file);
    });
  }

  @Override
  public void delete(String name) {
    step(all -> all.remove(name));
  }

  @Override
  public void syncFolder() {
    beat();
    unsafe.forEach(change -> change.accept(safeNames));
    unsafe.clear();
  }

  private Content there(String name) throws IOException {
    Content content = names.get(name);
    if (content == null) {
      throw new IOException("no such file: " + name);
    }
    return Objects.requireNonNull(content);
  }

  private void step(Consumer<NavigableMap<String, Content>> change) {
    beat();
    unsafe.add(change);
    change.accept(names);
  }

  private void beat() {
    steps++;
    if (stepsLeft-- <= 0) {
      throw new Crash();
    }
  }
}
