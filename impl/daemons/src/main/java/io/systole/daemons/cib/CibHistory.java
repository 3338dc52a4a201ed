package io.systole.daemons.cib;

import com.google.common.base.Suppliers;
import io.systole.cib.Cib;
import io.systole.cib.CibException;
import io.systole.cib.PatchCodec;
import io.systole.cib.Patchset;
import io.systole.daemons.runtime.RoleContext;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * The last configurations that this node has had, with who changed what and when. It is for people:
 * an entry that can't be stored or read is told in the log and otherwise missed by nobody. For the
 * loop alone, but for the writing.
 */
final class CibHistory implements AutoCloseable {

  /** How many are kept. */
  static final int MOST = 50;

  private static final String SUFFIX = ".xml.gz";

  private final RoleContext context;
  private final Path folder;
  private final ExecutorService thread;
  private final Deque<Entry> entries = new ArrayDeque<>();
  private long last;

  /**
   * A configuration, and how it came to be.
   *
   * @param number counts this node's entries, from 1
   * @param who asked for it, and on which node
   * @param diff the patchset that made it of the one before
   */
  private record Entry(
      long number, String who, String node, Instant time, Supplier<Element> diff, Cib cib) {

    /** Without what it was and is, for a list. */
    Element line() {
      return Element.builder("entry")
          .attribute("number", number)
          .attribute("version", cib.version().toString())
          .attribute("user", who)
          .attribute("node", node)
          .attribute("time", time.toString())
          .attribute("changes", diff.get().children("change").size())
          .build();
    }

    Element whole() {
      return line().plus(diff.get()).plus(cib.root());
    }

    static Entry read(Element entry) throws CibException {
      Element diff = only(entry, PatchCodec.DIFF);
      return new Entry(
          Long.parseLong(entry.attribute("number", "")),
          entry.attribute("user", ""),
          entry.attribute("node", ""),
          Instant.parse(entry.attribute("time", "")),
          () -> diff,
          Cib.of(only(entry, "cib")));
    }

    private static Element only(Element entry, String name) throws CibException {
      return entry
          .child(name)
          .orElseThrow(() -> new CibException(entry.line(), "an entry has <" + name + ">"));
    }
  }

  private CibHistory(RoleContext context, Path folder) {
    this.context = context;
    this.folder = folder;
    this.thread =
        Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("cib-history").factory());
  }

  /** The history that lies in {@code folder}. */
  static CibHistory open(RoleContext context, Path folder) {
    CibHistory history = new CibHistory(context, folder);
    history.load();
    return history;
  }

  /** Keeps a configuration that has just come to be. */
  void add(String who, String node, Cib before, Cib after) {
    Cib made = after.withoutStatus();
    // A great difference takes its time, which the loop has not got.
    Supplier<Element> diff =
        Suppliers.memoize(() -> PatchCodec.write(Patchset.between(before.withoutStatus(), made)));
    Entry entry = new Entry(++last, who, node, Instant.now(), diff, made);
    entries.addLast(entry);
    long tooOld = last - MOST;
    if (entries.size() > MOST) {
      entries.removeFirst();
    }
    try {
      thread.execute(() -> write(entry, tooOld));
    } catch (RejectedExecutionException e) {
      context.log().log(Level.WARNING, "the history of the CIB is closing already", e);
    }
  }

  /** All entries in short, the newest first. */
  Element list() {
    return Element.of("cib-history")
        .withChildren(entries.reversed().stream().map(Entry::line).toList());
  }

  /** An entry whole: what changed, and what it then was. */
  Optional<Element> entry(long number) {
    return entries.stream().filter(e -> e.number() == number).findFirst().map(Entry::whole);
  }

  /** Which entries there are, for people. */
  String kept() {
    return entries.isEmpty()
        ? "keeps none yet"
        : "keeps those from " + entries.getFirst().number() + " to " + last;
  }

  /** Lets what is being written end. */
  @Override
  public void close() {
    thread.shutdown();
  }

  private void load() {
    if (!Files.isDirectory(folder)) {
      return;
    }
    List<Entry> read = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        read(file).ifPresent(read::add);
      }
    } catch (IOException e) {
      context.log().log(Level.WARNING, "the history of the CIB can't be read from " + folder, e);
    }
    read.sort((a, b) -> Long.compare(a.number(), b.number()));
    entries.addAll(read.subList(Math.max(0, read.size() - MOST), read.size()));
    last = entries.isEmpty() ? 0 : entries.getLast().number();
  }

  private Optional<Entry> read(Path file) {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
      return Optional.of(Entry.read(Xml.parse(in, XmlLimits.FILE)));
    } catch (IOException | XmlException | CibException | RuntimeException e) {
      // Numbers and times are read as they are: a file that nobody has written is passed over.
      context.log().log(Level.WARNING, "an entry of the CIB's history is passed over: " + file, e);
      return Optional.empty();
    }
  }

  private void write(Entry entry, long tooOld) {
    try {
      Files.createDirectories(folder);
      Path file = file(entry.number());
      Path beside = file.resolveSibling(file.getFileName() + ".new");
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(beside))) {
        out.write(Xml.write(entry.whole()).getBytes(StandardCharsets.UTF_8));
      }
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      Files.deleteIfExists(file(tooOld));
    } catch (IOException e) {
      context.log().log(Level.WARNING, "an entry of the CIB's history can't be stored: " + e, e);
    }
  }

  private Path file(long number) {
    return folder.resolve(number + SUFFIX);
  }
}
