package io.systole.cluster.corosync;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.systole.kernel.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * {@code corosync.conf}, as far as Systole has to know it: sections in braces, and in them lines
 * {@code key: value}. Corosync's manual page corosync.conf(5) describes them.
 */
public final class CorosyncConf {

  /** Where Corosync looks. */
  public static final Path DEFAULT = Path.of("/etc/corosync/corosync.conf");

  /** Without a token in the file, and what each node above two adds. */
  private static final int DEFAULT_TOKEN_MILLIS = 3000;

  private static final int DEFAULT_COEFFICIENT_MILLIS = 650;

  private final Section root;

  private CorosyncConf(Section root) {
    this.root = root;
  }

  /**
   * A node.
   *
   * @param addresses one a link
   */
  public record Node(Optional<String> name, int id, ImmutableList<String> addresses) {}

  /** A file that can't be read or understood, with what to do. */
  public static final class MalformedException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedException(String message) {
      super(message);
    }
  }

  private record Section(String name, List<Section> sections, List<Line> lines) {

    Section(String name) {
      this(name, new ArrayList<>(), new ArrayList<>());
    }

    Optional<String> value(String key) {
      return lines.stream()
          .filter(line -> line.key().equals(key))
          .map(Line::value)
          .reduce((_, last) -> last);
    }
  }

  private record Line(String key, String value) {}

  public static CorosyncConf read(Path file) throws MalformedException {
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw new MalformedException(
          file + " can't be read (" + e + "); 'systole cluster setup' writes one");
    } catch (MalformedException e) {
      throw new MalformedException(file + ": " + e.getMessage());
    }
  }

  /** Reads the text of a file. */
  public static CorosyncConf parse(String text) throws MalformedException {
    Deque<Section> open = new ArrayDeque<>();
    open.push(new Section(""));
    int number = 0;
    for (String raw : Splitter.on('\n').split(text)) {
      number++;
      String line = raw.strip();
      int colon = line.indexOf(':');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.endsWith("{")) {
        Section section = new Section(line.substring(0, line.length() - 1).strip());
        open.getFirst().sections().add(section);
        open.push(section);
      } else if (line.equals("}") && open.size() > 1) {
        open.pop();
      } else if (colon > 0) {
        String value = line.substring(colon + 1).strip();
        open.getFirst().lines().add(new Line(line.substring(0, colon).strip(), value));
      } else {
        throw new MalformedException(
            "line " + number + " is '" + line + "', expected is 'key: value', 'section {' or '}'");
      }
    }
    if (open.size() > 1) {
      throw new MalformedException("the section " + open.getFirst().name() + " has no end");
    }
    return new CorosyncConf(open.getFirst());
  }

  /** The nodes of the section {@code nodelist}, in its order. */
  public ImmutableList<Node> nodes() throws MalformedException {
    ImmutableList.Builder<Node> nodes = ImmutableList.builder();
    for (Section list : sections("nodelist")) {
      for (Section section : list.sections()) {
        if (section.name().equals("node")) {
          nodes.add(node(section));
        }
      }
    }
    return nodes.build();
  }

  /** A value of a section at the top, the last one if it is given more than once. */
  public Optional<String> value(String section, String key) {
    return sections(section).stream()
        .flatMap(found -> found.value(key).stream())
        .reduce((_, last) -> last);
  }

  /** After how long without a token a node is seen as lost, which Corosync scales with nodes. */
  public int tokenMillis() throws MalformedException {
    int token = number("token", DEFAULT_TOKEN_MILLIS);
    int coefficient = number("token_coefficient", DEFAULT_COEFFICIENT_MILLIS);
    return token + Math.max(0, nodes().size() - 2) * coefficient;
  }

  /** How long the nodes then take to agree on who is left, at most. */
  public int consensusMillis() throws MalformedException {
    return number("consensus", tokenMillis() * 6 / 5);
  }

  public boolean twoNode() {
    return value("quorum", "two_node").filter("1"::equals).isPresent();
  }

  private int number(String key, int otherwise) throws MalformedException {
    Optional<String> value = value("totem", key);
    if (value.isEmpty()) {
      return otherwise;
    }
    Integer number = Ints.tryParse(value.get());
    if (number == null || number < 0) {
      throw new MalformedException("totem " + key + " is '" + value.get() + "', expected a number");
    }
    return number;
  }

  private ImmutableList<Section> sections(String name) {
    return root.sections().stream()
        .filter(section -> section.name().equals(name))
        .collect(ImmutableList.toImmutableList());
  }

  private static Node node(Section section) throws MalformedException {
    Integer id = Ints.tryParse(section.value("nodeid").orElse(""));
    if (id == null || id < 1) {
      throw new MalformedException(
          "a node of the nodelist has no nodeid; give each a number from 1 upwards");
    }
    ImmutableList.Builder<String> addresses = ImmutableList.builder();
    for (int link = 0; section.value("ring" + link + "_addr").isPresent(); link++) {
      addresses.add(section.value("ring" + link + "_addr").orElseThrow());
    }
    Optional<String> name = section.value("name");
    if (name.isPresent()) {
      try {
        NodeName _ = new NodeName(name.get());
      } catch (IllegalArgumentException e) {
        throw new MalformedException("node " + id + ": " + e.getMessage());
      }
    }
    return new Node(name, id, addresses.build());
  }
}
