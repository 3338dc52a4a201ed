package io.systole.daemons.executor;

import com.google.common.collect.ImmutableList;
import io.systole.daemons.runtime.RoleException;
import io.systole.protocol.executor.ExecutorState;
import io.systole.protocol.executor.Memory;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * What an executor remembers from one of its processes to the next: a journal, a line for each
 * thing remembered, of which the last of its kind counts.
 *
 * <p>It must outlive the process and not the machine, since a machine that was restarted runs
 * nothing of what is remembered. So a line is kept once it is written; it need not be on the disk.
 *
 * <p>On a full disk nothing is remembered rather than something outdated: the journal is emptied,
 * which needs no room, and written anew when there is some. A restart in between forgets, and the
 * cluster probes.
 */
final class ExecutorStore implements AutoCloseable {

  private static final String JOURNAL = "journal";
  private static final String NEW = "journal.new";
  private static final String LOCK = "lock";
  private static final String DAMAGED = "journal.damaged";
  private static final String RUN = "run";

  /** A journal of more than this and twice its size when it was last written whole is rewritten. */
  private static final long SMALL_BYTES = 1 << 20;

  private final Path folder;
  private final String mark;
  private final Logger log;
  private final FileChannel lock;
  private FileChannel journal;
  private long rewriteAt;
  private boolean broken;

  private ExecutorStore(Path folder, String mark, Logger log, FileChannel lock) throws IOException {
    this.folder = folder;
    this.mark = mark;
    this.log = log;
    this.lock = lock;
    this.journal = open(folder.resolve(JOURNAL));
  }

  /**
   * Opens the store for this process alone.
   *
   * @param mark of this run of the node; see {@link RunMark}
   * @throws RoleException if another process has it, or if the folder can't be used
   */
  static ExecutorStore open(Path folder, String mark, Logger log) throws RoleException {
    try {
      Files.createDirectories(folder);
      FileChannel lock = open(folder.resolve(LOCK));
      if (!isLocked(lock)) {
        lock.close();
        throw new RoleException(
            "another executor uses " + folder + "; stop it, or give this node a state folder");
      }
      return new ExecutorStore(folder, mark, log, lock);
    } catch (IOException e) {
      throw new RoleException("can't use " + folder + ": " + e + "; correct its owner or disk", e);
    }
  }

  /** What was remembered in this run of the node, on top of {@code initial}. */
  ExecutorState recall(ExecutorState initial) {
    try {
      ExecutorState state = read(initial);
      rewrite(state);
      return state;
    } catch (IOException e) {
      abandon(e);
      return initial;
    } catch (XmlException | IllegalArgumentException | ArithmeticException e) {
      setAside(e);
      return initial;
    }
  }

  /**
   * Remembers.
   *
   * @param news what is new, in elements of {@link Memory}
   * @param state what all is then
   */
  void remember(ImmutableList<Element> news, ExecutorState state) {
    try {
      if (broken || journal.size() > rewriteAt) {
        rewrite(state);
      } else {
        write(journal, lines(news));
      }
    } catch (IOException e) {
      abandon(e);
    }
  }

  @Override
  public void close() {
    try {
      journal.close();
      lock.close();
    } catch (IOException e) {
      log.log(Level.WARNING, "closing the history in " + folder + " failed", e);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static boolean isLocked(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private ExecutorState read(ExecutorState initial) throws IOException, XmlException {
    String text = Files.readString(folder.resolve(JOURNAL), StandardCharsets.UTF_8);
    // What was being written when the process ended had not been promised to anybody.
    int end = text.lastIndexOf('\n') + 1;
    ExecutorState state = initial;
    boolean first = true;
    for (String line : text.substring(0, end).lines().toList()) {
      Element element = Xml.parse(line.getBytes(StandardCharsets.UTF_8), XmlLimits.FILE);
      if (first) {
        if (!element.is(RUN) || !element.id().equals(mark)) {
          log.info("the node was restarted, so the history of its resources begins anew");
          return initial;
        }
        first = false;
      } else {
        state = Memory.recall(state, element);
      }
    }
    return state;
  }

  /** Writes all to a new file that takes the place of the old one in one step. */
  private void rewrite(ExecutorState state) throws IOException {
    Path whole = folder.resolve(NEW);
    FileChannel next =
        FileChannel.open(
            whole,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    try {
      write(next, lines(ImmutableList.of(Element.of(RUN, "id", mark))));
      write(next, lines(Memory.all(state)));
      Files.move(
          whole,
          folder.resolve(JOURNAL),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      next.close();
      Files.deleteIfExists(whole);
      throw e;
    }
    journal.close();
    journal = next;
    rewriteAt = Math.max(SMALL_BYTES, 2 * journal.size());
    if (broken) {
      broken = false;
      log.info("the history of the resources is kept again in " + folder);
    }
  }

  private void abandon(IOException cause) {
    if (!broken) {
      broken = true;
      log.log(
          Level.SEVERE,
          "the history of the resources can''t be kept in {0}; make room on that disk. Until then"
              + " a restart of the executor makes the cluster probe all resources: {1}",
          new Object[] {folder, cause});
    }
    try {
      journal.truncate(0);
    } catch (IOException e) {
      throw new IllegalStateException("an outdated history stays in " + folder, e);
    }
  }

  private void setAside(Exception cause) {
    log.log(
        Level.SEVERE,
        "the history in {0} is damaged and was set aside as {1}; the cluster probes all resources:"
            + " {2}",
        new Object[] {folder, DAMAGED, cause});
    try {
      Files.move(
          folder.resolve(JOURNAL), folder.resolve(DAMAGED), StandardCopyOption.REPLACE_EXISTING);
      broken = true;
    } catch (IOException e) {
      abandon(e);
    }
  }

  private static byte[] lines(ImmutableList<Element> elements) {
    StringBuilder lines = new StringBuilder();
    for (Element element : elements) {
      lines.append(Xml.write(element)).append('\n');
    }
    return lines.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void write(FileChannel to, byte[] bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      int _ = to.write(buffer);
    }
  }
}
