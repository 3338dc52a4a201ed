package io.systole.kernel.trace;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What the writer has to know of a record class; found once for each class. */
final class RecordShape {

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return new RecordShape(type);
        }
      };

  private static final ClassValue<Boolean> HAS_TEXT =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          try {
            return type.getMethod("toString").getDeclaringClass() != Object.class;
          } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " has no toString()", e);
          }
        }
      };

  private final String name;
  private final String[] names;
  private final MethodHandle[] accessors;
  private final boolean variant;
  private final boolean wrapper;

  private RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    this.name = type.getSimpleName();
    this.names = Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new);
    this.accessors =
        Arrays.stream(components).map(c -> accessor(type, c)).toArray(MethodHandle[]::new);
    this.variant = implementsSealed(type);
    this.wrapper = !variant && components.length == 1 && components[0].getName().equals("value");
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  /**
   * The text of a value that is no record and no collection.
   *
   * @throws IllegalArgumentException if its text would be its place in memory
   */
  static String text(Object value) {
    if (!HAS_TEXT.get(value.getClass())) {
      throw new IllegalArgumentException(
          "a trace can't hold a "
              + value.getClass().getName()
              + ": make it a record or give it a toString()");
    }
    return value.toString();
  }

  String name() {
    return name;
  }

  int size() {
    return names.length;
  }

  String componentName(int index) {
    return names[index];
  }

  @Nullable Object component(int index, Record object) {
    try {
      return accessors[index].invokeExact((Object) object);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("could not read " + names[index] + " of a " + name, e);
    }
  }

  /** Whether it is one of a sealed interface's records, which only its name tells apart. */
  boolean isVariant() {
    return variant;
  }

  /** Whether it only gives a type to a value, as a node's name does. */
  boolean isWrapper() {
    return wrapper;
  }

  boolean isWord(Record object) {
    return wrapper && component(0, object) instanceof String;
  }

  private static MethodHandle accessor(Class<?> type, RecordComponent component) {
    try {
      // Records that are not public are looked into as well: a machine may keep some to itself.
      return MethodHandles.privateLookupIn(type, MethodHandles.lookup())
          .unreflect(component.getAccessor())
          .asType(MethodType.methodType(Object.class, Object.class));
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("could not look into " + type.getName(), e);
    }
  }

  private static boolean implementsSealed(Class<?> type) {
    for (Class<?> parent : type.getInterfaces()) {
      if (parent.isSealed() || implementsSealed(parent)) {
        return true;
      }
    }
    return false;
  }
}
