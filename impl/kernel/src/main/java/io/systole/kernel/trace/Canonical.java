package io.systole.kernel.trace;

import com.google.common.collect.Multimap;
import com.google.common.hash.Hashing;
import io.systole.kernel.MessageId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes any state, event or effect as JSON: equal values as equal text, and unequal values as
 * different text within one type. The rules stand in {@code traces/FORMAT.md}.
 *
 * <p>Collections are written in their own order, which is why machines keep none but those whose
 * order is somebody's promise.
 */
public final class Canonical {

  /** 64 bits are enough to tell the states of one run apart, and short enough to read. */
  private static final int DIGEST_DIGITS = 16;

  private final StringBuilder out;

  private Canonical(StringBuilder out) {
    this.out = out;
  }

  /** The value as JSON on one line. */
  public static String json(@Nullable Object value) {
    StringBuilder out = new StringBuilder(256);
    append(out, value);
    return out.toString();
  }

  /** Appends the value as JSON on one line. */
  public static void append(StringBuilder out, @Nullable Object value) {
    new Canonical(out).value(value);
  }

  /** SHA-256 of the value's JSON, cut to 64 bits, in hexadecimal digits. */
  public static String digest(@Nullable Object value) {
    return digestOfJson(json(value));
  }

  static String digestOfJson(CharSequence json) {
    return Hashing.sha256()
        .hashString(json, StandardCharsets.UTF_8)
        .toString()
        .substring(0, DIGEST_DIGITS);
  }

  private void value(@Nullable Object value) {
    switch (value) {
      case null -> out.append("null");
      case String text -> string(text);
      case Boolean truth -> out.append(truth.booleanValue());
      case Number number -> out.append(number);
      case Enum<?> constant -> string(constant.name());
      case Optional<?> optional -> value(optional.orElse(null));
      case OptionalInt optional -> value(optional.isPresent() ? optional.getAsInt() : null);
      case OptionalLong optional -> value(optional.isPresent() ? optional.getAsLong() : null);
      case Duration duration -> string(duration.toString());
      case MessageId message -> string(message.toString());
      case Json json -> json(json);
      case Map<?, ?> map -> map(map);
      case Multimap<?, ?> multimap -> map(multimap.asMap());
      case Iterable<?> items -> array(items);
      case Record object -> object(object);
      default -> string(RecordShape.text(value));
    }
  }

  /** Writes back what was read, so that a digest can be checked without knowing the types. */
  private void json(Json json) {
    switch (json) {
      case Json.Missing() -> out.append("null");
      case Json.Truth truth -> out.append(truth.value());
      case Json.Decimal number -> out.append(number.text());
      case Json.Text text -> string(text.value());
      case Json.Items list -> array(list.items());
      case Json.Members object -> map(object.members());
    }
  }

  private void object(Record object) {
    RecordShape shape = RecordShape.of(object.getClass());
    if (shape.isWrapper()) {
      value(shape.component(0, object));
      return;
    }
    out.append('{');
    if (shape.isVariant()) {
      out.append("\"type\":");
      string(shape.name());
      out.append(shape.size() == 0 ? "" : ",");
    }
    members(shape, object);
    out.append('}');
  }

  /** Appends a record's components as a JSON object, without the name of its type. */
  static void appendArguments(StringBuilder out, Object event) {
    out.append('{');
    if (event instanceof Record object) {
      new Canonical(out).members(RecordShape.of(object.getClass()), object);
    } else {
      out.append("\"value\":");
      append(out, event);
    }
    out.append('}');
  }

  private void members(RecordShape shape, Record object) {
    for (int i = 0; i < shape.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      string(shape.componentName(i));
      out.append(':');
      value(shape.component(i, object));
    }
  }

  private void array(Iterable<?> items) {
    out.append('[');
    String separator = "";
    for (Object item : items) {
      out.append(separator);
      value(item);
      separator = ",";
    }
    out.append(']');
  }

  /** An object if every key is a word, else an array of pairs. */
  private void map(Map<?, ?> map) {
    boolean words = map.keySet().stream().allMatch(Canonical::isWord);
    out.append(words ? '{' : '[');
    String separator = "";
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      out.append(separator);
      if (words) {
        string(String.valueOf(entry.getKey()));
        out.append(':');
        value(entry.getValue());
      } else {
        out.append('[');
        value(entry.getKey());
        out.append(',');
        value(entry.getValue());
        out.append(']');
      }
      separator = ",";
    }
    out.append(words ? '}' : ']');
  }

  private static boolean isWord(Object key) {
    return key instanceof String
        || key instanceof Number
        || key instanceof Enum<?>
        || (key instanceof Record object && RecordShape.of(object.getClass()).isWord(object));
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c == '\n') {
        out.append("\\n");
      } else if (c == '\t') {
        out.append("\\t");
      } else if (c == '\r') {
        out.append("\\r");
      } else if (c < ' ' || Character.isSurrogate(c) || c == 0x7f) {
        // Half a surrogate pair has no UTF-8, so all of them are escaped.
        out.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 0xf, 16));
        }
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
