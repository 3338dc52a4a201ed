package io.systole.refinement.manifest;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import io.systole.kernel.trace.Json;
import io.systole.kernel.trace.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What is expected of a protocol's models: {@code spec/PROTOCOL/manifest.json}. The form is told in
 * {@code spec/README.md}.
 *
 * @param folder of the protocol
 * @param machine the module that has the machine's guards
 * @param graphs the models whose graphs the code's are compared with in this build, and how many
 *     labelled edges each has
 * @param unreached what no edge of these graphs takes, with the reason
 * @param untraced what no trace has, with the reason
 * @param models all of them
 * @param guards for each guard of the machine, {@code MODEL/PROPERTY}: what falls if it is dropped
 * @param changes other mutants
 */
public record Manifest(
    Path folder,
    String machine,
    ImmutableMap<String, Long> graphs,
    ImmutableMap<String, String> unreached,
    ImmutableMap<String, String> untraced,
    ImmutableList<Model> models,
    ImmutableMap<String, String> guards,
    ImmutableList<Mutant> changes) {

  /** The manifests of all protocols below {@code spec}, by name. */
  public static ImmutableList<Manifest> all(Path spec) throws IOException {
    try (Stream<Path> folders = Files.list(spec)) {
      ImmutableList.Builder<Manifest> all = ImmutableList.builder();
      for (Path folder : folders.sorted().toList()) {
        if (Files.isRegularFile(folder.resolve("manifest.json"))) {
          all.add(read(folder));
        }
      }
      return all.build();
    }
  }

  /**
   * Reads a protocol's manifest.
   *
   * @throws IllegalArgumentException if it is not of the form, with what is wrong
   */
  public static Manifest read(Path folder) throws IOException {
    Path file = folder.resolve("manifest.json");
    try {
      Fields top = new Fields(file, (Json.Members) Json.parse(Files.readString(file)));
      Fields mutants = top.fields("mutants");
      return new Manifest(
          folder,
          top.text("machine"),
          ImmutableMap.copyOf(Maps.transformValues(top.fields("graphs").texts(), Long::valueOf)),
          top.optional("unreached"),
          top.optional("untraced"),
          top.list("models").map(Manifest::model).collect(ImmutableList.toImmutableList()),
          mutants.fields("guards").texts(),
          mutants.list("changes").map(Manifest::mutant).collect(ImmutableList.toImmutableList()));
    } catch (JsonException | ClassCastException e) {
      throw new IllegalArgumentException(file + " is no manifest: " + e.getMessage(), e);
    }
  }

  private static Model model(Fields fields) {
    String expected = fields.text("expect");
    boolean holds = expected.equals("holds");
    if (!holds && !expected.equals("violates")) {
      throw new IllegalArgumentException("a model holds or violates, but not: " + expected);
    }
    return new Model(
        fields.text("name"),
        fields.text("module"),
        holds,
        holds ? "" : fields.text("property"),
        fields.size("distinct"),
        fields.size("edges"),
        Math.toIntExact(fields.size("depth")),
        Math.toIntExact(fields.number("seconds")),
        fields.has("nightly"),
        fields.names("ends"),
        fields.names("settles"));
  }

  private static Mutant mutant(Fields fields) {
    return new Mutant(
        fields.text("name"),
        fields.text("module"),
        fields.text("replace"),
        fields.text("by"),
        fields.text("falls"));
  }

  /** The protocol's name. */
  public String protocol() {
    return String.valueOf(folder.getFileName());
  }

  /** The module that puts the machines together. */
  public String cluster() {
    return machine.replace("Node", "");
  }

  /** Where the modules of its models are found: the shared ones and its own. */
  public ImmutableList<Path> libraries() {
    return ImmutableList.of(folder.resolveSibling("lib"), folder);
  }

  /** A model by its name. */
  public Model model(String name) {
    return models.stream()
        .filter(model -> model.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(folder + " has no model " + name));
  }

  /** An object of the manifest. */
  private record Fields(Path file, Json.Members members) {

    boolean has(String name) {
      return members.members().containsKey(name);
    }

    ImmutableMap<String, String> optional(String name) {
      return has(name) ? fields(name).texts() : ImmutableMap.of();
    }

    String text(String name) {
      if (members.get(name) instanceof Json.Text(String value)) {
        return value;
      }
      throw missing(name);
    }

    long number(String name) {
      if (members.get(name) instanceof Json.Decimal(String text)) {
        return Long.parseLong(text);
      }
      throw missing(name);
    }

    /** A number that need not be there: then it is not checked. */
    long size(String name) {
      return has(name) ? number(name) : Model.UNKNOWN;
    }

    Fields fields(String name) {
      if (members.get(name) instanceof Json.Members inner) {
        return new Fields(file, inner);
      }
      throw missing(name);
    }

    Stream<Fields> list(String name) {
      if (members.get(name) instanceof Json.Items(ImmutableList<Json> items)) {
        return items.stream().map(item -> new Fields(file, (Json.Members) item));
      }
      throw missing(name);
    }

    /** A list of names that need not be there. */
    ImmutableList<String> names(String name) {
      if (!has(name)) {
        return ImmutableList.of();
      }
      if (members.get(name) instanceof Json.Items(ImmutableList<Json> items)) {
        return items.stream()
            .map(item -> ((Json.Text) item).value())
            .collect(ImmutableList.toImmutableList());
      }
      throw missing(name);
    }

    ImmutableMap<String, String> texts() {
      ImmutableMap.Builder<String, String> texts = ImmutableMap.builder();
      members
          .members()
          .forEach((name, value) ->
              texts.put(name, value instanceof Json.Decimal(String number) ? number : text(name)));
      return texts.buildOrThrow();
    }

    private IllegalArgumentException missing(String name) {
      return new IllegalArgumentException(
          file + ": " + name + " is missing, or of another type, in " + members);
    }
  }
}
