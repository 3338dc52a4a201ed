package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.regex.Pattern;

/**
 * The fields of a line, as {@code traces/trace.schema.json} has them.
 *
 * @param fields what each has to be
 * @param optional those that may be missing
 */
record TraceShape(ImmutableMap<String, Kind> fields, ImmutableList<String> optional) {

  private static final Pattern COUNT_TEXT = Pattern.compile("0|[1-9][0-9]{0,17}");
  private static final Pattern DIGEST_TEXT = Pattern.compile("[0-9a-f]{16}");

  static final TraceShape HEADER =
      new TraceShape(
          ImmutableMap.of(
              "v", Kind.COUNT,
              "spec", Kind.TEXT,
              "build", Kind.TEXT,
              "seed", Kind.NUMBER,
              "nodes", Kind.LIST,
              "constants", Kind.OBJECT),
          ImmutableList.of());

  static final TraceShape FAULT =
      new TraceShape(
          ImmutableMap.of("i", Kind.COUNT, "fault", Kind.TEXT, "args", Kind.OBJECT),
          ImmutableList.of());

  static final TraceShape STEP =
      new TraceShape(
          ImmutableMap.<String, Kind>builder()
              .put("i", Kind.COUNT)
              .put("node", Kind.TEXT)
              .put("machine", Kind.TEXT)
              .put("incarnation", Kind.COUNT)
              .put("seq", Kind.COUNT)
              .put("action", Kind.TEXT)
              .put("args", Kind.OBJECT)
              .put("cause", Kind.OBJECT)
              .put("sends", Kind.LIST)
              .put("pre", Kind.DIGEST)
              .put("initial", Kind.ANY)
              .put("post", Kind.DIGEST)
              .put("state", Kind.ANY)
              .put("effects", Kind.LIST)
              .put("refused", Kind.TEXT)
              .buildOrThrow(),
          ImmutableList.of("initial", "refused"));

  /** What a field has to be. */
  enum Kind {
    ANY,
    TEXT,
    NUMBER,
    COUNT,
    DIGEST,
    LIST,
    OBJECT;

    boolean fits(Json json) {
      return switch (this) {
        case ANY -> true;
        case TEXT -> json instanceof Json.Text;
        case NUMBER -> json instanceof Json.Decimal;
        case COUNT ->
            json instanceof Json.Decimal(String text) && COUNT_TEXT.matcher(text).matches();
        case DIGEST ->
            json instanceof Json.Text(String text) && DIGEST_TEXT.matcher(text).matches();
        case LIST -> json instanceof Json.Items;
        case OBJECT -> json instanceof Json.Members;
      };
    }
  }

  /** A sentence for each field that is missing, unknown or of the wrong kind. */
  ImmutableList<String> faults(Json.Members line) {
    ImmutableList.Builder<String> faults = ImmutableList.builder();
    fields.forEach((name, kind) -> {
      if (!line.members().containsKey(name)) {
        if (!optional.contains(name)) {
          faults.add("the field " + name + " is missing");
        }
      } else if (!kind.fits(line.get(name))) {
        faults.add("the field " + name + " is no " + kind);
      }
    });
    for (String name : line.members().keySet()) {
      if (!fields.containsKey(name)) {
        faults.add("the field " + name + " is unknown");
      }
    }
    return faults.build();
  }
}
