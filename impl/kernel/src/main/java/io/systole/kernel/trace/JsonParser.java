package io.systole.kernel.trace;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one JSON value (RFC 8259). A member that comes twice is an error. */
final class JsonParser {

  /** Deeper values are refused, so that a hostile trace can't exhaust the stack. */
  static final int MAX_DEPTH = 200;

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private final Matcher number;
  private int at;
  private int depth;

  JsonParser(String text) {
    this.text = text;
    this.number = NUMBER.matcher(text);
  }

  Json document() throws JsonException {
    Json value = value();
    space();
    if (at < text.length()) {
      throw refused("there is more after the value");
    }
    return value;
  }

  private Json value() throws JsonException {
    space();
    return switch (peek()) {
      case '{' -> members();
      case '[' -> list();
      case '"' -> new Json.Text(string());
      case 't' -> word("true", new Json.Truth(true));
      case 'f' -> word("false", new Json.Truth(false));
      case 'n' -> word("null", Json.MISSING);
      default -> number();
    };
  }

  private Json members() throws JsonException {
    enter();
    Map<String, Json> members = new LinkedHashMap<>();
    if (!skip('}')) {
      do {
        space();
        String name = string();
        expect(':');
        if (members.put(name, value()) != null) {
          throw refused("the member '" + name + "' is there twice");
        }
      } while (skip(','));
      expect('}');
    }
    depth--;
    return new Json.Members(ImmutableMap.copyOf(members));
  }

  private Json list() throws JsonException {
    enter();
    ImmutableList.Builder<Json> items = ImmutableList.builder();
    if (!skip(']')) {
      do {
        items.add(value());
      } while (skip(','));
      expect(']');
    }
    depth--;
    return new Json.Items(items.build());
  }

  private void enter() throws JsonException {
    at++;
    if (++depth > MAX_DEPTH) {
      throw refused("values lie more than " + MAX_DEPTH + " deep");
    }
  }

  private String string() throws JsonException {
    if (peek() != '"') {
      throw refused("a string is expected");
    }
    at++;
    StringBuilder value = new StringBuilder();
    while (peek() != '"') {
      char c = text.charAt(at++);
      if (c < ' ') {
        throw refused("a control character stands in a string");
      }
      value.append(c == '\\' ? escaped() : c);
    }
    at++;
    return value.toString();
  }

  private char escaped() throws JsonException {
    char c = peek();
    at++;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw refused("'\\" + c + "' is no escape");
    };
  }

  private char unicode() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(peek(), 16);
      if (digit < 0) {
        throw refused("four hexadecimal digits are expected");
      }
      code = code * 16 + digit;
      at++;
    }
    return (char) code;
  }

  private Json number() throws JsonException {
    if (!number.region(at, text.length()).lookingAt()) {
      throw refused("no value begins with '" + text.charAt(at) + "'");
    }
    at = number.end();
    return new Json.Decimal(number.group());
  }

  private Json word(String word, Json value) throws JsonException {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw refused("'" + word + "' is expected");
      }
      at++;
    }
    return value;
  }

  private void expect(char c) throws JsonException {
    if (!skip(c)) {
      throw refused("'" + c + "' is expected");
    }
  }

  private boolean skip(char c) throws JsonException {
    space();
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private char peek() throws JsonException {
    if (at >= text.length()) {
      throw new JsonException(at + 1, true, "the text ends within a value");
    }
    return text.charAt(at);
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private JsonException refused(String reason) {
    return new JsonException(at + 1, false, reason);
  }
}
