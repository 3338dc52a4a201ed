package io.systole.posix;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** A C library. */
@SuppressWarnings("restricted") // calling C is what it is for
public final class Library {

  private static final Linker LINKER = Linker.nativeLinker();

  /** Finds a library by the name that the loader knows it by. */
  private static final BiFunction<String, Arena, SymbolLookup> LOADER = SymbolLookup::libraryLookup;

  private final String name;
  private final String remedy;
  private final SymbolLookup symbols;

  private Library(String name, String remedy, SymbolLookup symbols) {
    this.name = name;
    this.remedy = remedy;
    this.symbols = symbols;
  }

  /**
   * Opens a library for as long as the process lives.
   *
   * @param file as the loader knows it, with its version
   * @param remedy what to do where it is not there, or too old
   * @throws MissingLibraryException if it is not there
   */
  public static Library open(String file, String remedy) {
    try {
      return new Library(file, remedy, LOADER.apply(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new MissingLibraryException("the library " + file + " can't be loaded; " + remedy, e);
    }
  }

  /** The C library of the process itself. */
  public static Library standard() {
    return new Library("libc", "run a system with POSIX", LINKER.defaultLookup());
  }

  /** What to do about a failure whose cause is that a library is not there. */
  public static Optional<String> missing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MissingLibraryException) {
        return Optional.of(String.valueOf(cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  /**
   * A function of it.
   *
   * @throws MissingLibraryException if it has none of that name
   */
  public MethodHandle function(
      String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        symbols
            .find(symbol)
            .orElseThrow(() ->
                new MissingLibraryException(
                    "the library " + name + " has no " + symbol + "; " + remedy, null));
    return LINKER.downcallHandle(address, descriptor, options);
  }

  /**
   * A C function pointer on a method of an object. An exception that leaves the method ends the
   * process, so it must not.
   */
  public static MemorySegment callback(
      MethodHandles.Lookup lookup,
      Object target,
      String method,
      FunctionDescriptor descriptor,
      Arena arena) {
    MethodType type = descriptor.toMethodType();
    try {
      MethodHandle handle = lookup.bind(target, method, type);
      return LINKER.upcallStub(handle, descriptor, arena);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException("no method " + method + " of type " + type, e);
    }
  }

  /** What to throw when a call of a C function itself fails, which no C function does. */
  public static IllegalStateException broken(String function, Throwable cause) {
    return new IllegalStateException(function + " can't be called", cause);
  }

  /** A library is not installed, or is too old. */
  public static final class MissingLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingLibraryException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
