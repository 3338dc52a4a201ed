package io.systole.refinement.tla;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Reads the texts of {@link Tla}. */
final class TlaParser {

  private final String text;
  private int at;

  TlaParser(String text) {
    this.text = text;
  }

  Tla document() {
    Tla value = value();
    skip();
    if (at != text.length()) {
      throw wrong("something follows the value");
    }
    return value;
  }

  private Tla value() {
    skip();
    char c = peek();
    if (c == '"') {
      return Tla.of(string());
    }
    if (c == '-' || Character.isDigit(c)) {
      return Tla.of(number());
    }
    if (took("TRUE")) {
      return Tla.of(true);
    }
    if (took("FALSE")) {
      return Tla.of(false);
    }
    if (took("<<")) {
      return Tla.tuple(items(">>"));
    }
    if (took("{")) {
      return Tla.set(items("}"));
    }
    if (took("[")) {
      return fields();
    }
    if (took("(")) {
      return pairs();
    }
    throw wrong("no value begins here");
  }

  private List<Tla> items(String end) {
    List<Tla> items = new ArrayList<>();
    while (!took(end)) {
      if (!items.isEmpty()) {
        expect(",");
      }
      items.add(value());
    }
    return items;
  }

  private Tla fields() {
    TreeMap<Tla, Tla> fields = new TreeMap<>();
    while (!took("]")) {
      if (!fields.isEmpty()) {
        expect(",");
      }
      skip();
      int start = at;
      while (Character.isLetterOrDigit(peek()) || peek() == '_') {
        at++;
      }
      Tla name = Tla.of(text.substring(start, at));
      expect("|->");
      fields.put(name, value());
    }
    return Tla.function(fields);
  }

  private Tla pairs() {
    TreeMap<Tla, Tla> pairs = new TreeMap<>();
    do {
      Tla key = value();
      expect(":>");
      pairs.put(key, value());
    } while (took("@@"));
    expect(")");
    return Tla.function(pairs);
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    at++;
    while (peek() != '"') {
      if (peek() == '\\') {
        at++;
      }
      out.append(peek());
      at++;
    }
    at++;
    return out.toString();
  }

  private long number() {
    int start = at++;
    while (at < text.length() && Character.isDigit(text.charAt(at))) {
      at++;
    }
    return Long.parseLong(text.substring(start, at));
  }

  private boolean took(String word) {
    skip();
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return true;
  }

  private void expect(String word) {
    if (!took(word)) {
      throw wrong(word + " is missing");
    }
  }

  private void skip() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private char peek() {
    if (at >= text.length()) {
      throw wrong("the text ends too early");
    }
    return text.charAt(at);
  }

  private IllegalArgumentException wrong(String what) {
    return new IllegalArgumentException("column " + (at + 1) + ": " + what + " in: " + text);
  }
}
