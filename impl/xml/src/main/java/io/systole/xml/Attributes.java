package io.systole.xml;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** An element's attributes seen as a map that no one can change, in the order of the document. */
final class Attributes extends AbstractMap<String, String> {

  private final AttributeNames names;
  private final String[] values;

  Attributes(AttributeNames names, String[] values) {
    this.names = names;
    this.values = values;
  }

  @Override
  public int size() {
    return values.length;
  }

  @Override
  public @Nullable String get(@Nullable Object name) {
    int index = name instanceof String text ? names.indexOf(text) : -1;
    return index < 0 ? null : values[index];
  }

  @Override
  public boolean containsKey(@Nullable Object name) {
    return get(name) != null;
  }

  @Override
  public void forEach(BiConsumer<? super String, ? super String> action) {
    for (int i = 0; i < values.length; i++) {
      action.accept(names.get(i), values[i]);
    }
  }

  @Override
  public Set<Map.Entry<String, String>> entrySet() {
    return new Entries();
  }

  private final class Entries extends AbstractSet<Map.Entry<String, String>> {

    @Override
    public int size() {
      return values.length;
    }

    @Override
    public boolean contains(@Nullable Object other) {
      return other instanceof Map.Entry<?, ?> entry
          && entry.getValue() != null
          && entry.getValue().equals(get(entry.getKey()));
    }

    @Override
    public Iterator<Map.Entry<String, String>> iterator() {
      return new Iterator<>() {
        private int next;

        @Override
        public boolean hasNext() {
          return next < values.length;
        }

        @Override
        public Map.Entry<String, String> next() {
          if (!hasNext()) {
            throw new NoSuchElementException();
          }
          Map.Entry<String, String> entry = Map.entry(names.get(next), values[next]);
          next++;
          return entry;
        }
      };
    }
  }
}
