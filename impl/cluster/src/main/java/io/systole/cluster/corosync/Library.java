package io.systole.cluster.corosync;

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
final class Library {

  private static final Linker LINKER = Linker.nativeLinker();

  /** Finds a library by the name that the loader knows it by. */
  private static final BiFunction<String, Arena, SymbolLookup> LOADER = SymbolLookup::libraryLookup;

  private final String name;
  private final SymbolLookup symbols;

  private Library(String name, SymbolLookup symbols) {
    this.name = name;
    this.symbols = symbols;
  }

  /**
   * Opens a library for as long as the process lives.
   *
   * @param file as the loader knows it, with its version
   * @param debianPackage that has it
   */
  static Library open(String file, String debianPackage) {
    try {
      return new Library(file, LOADER.apply(file, Arena.global()));
    } catch (IllegalArgumentException e) {
      throw new MissingLibraryException(
          "the library "
              + file
              + " can't be loaded; install Corosync 3 with its libraries (Debian: "
              + debianPackage
              + ")",
          e);
    }
  }

  /** The C library of the process itself. */
  static Library standard() {
    return new Library("libc", LINKER.defaultLookup());
  }

  /** What to do about a failure whose cause is that a library is not there. */
  static Optional<String> missing(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof MissingLibraryException) {
        return Optional.of(String.valueOf(cause.getMessage()));
      }
    }
    return Optional.empty();
  }

  MethodHandle function(String symbol, FunctionDescriptor descriptor, Linker.Option... options) {
    MemorySegment address =
        symbols
            .find(symbol)
            .orElseThrow(() ->
                new MissingLibraryException(
                    "the library " + name + " has no " + symbol + "; Corosync 3.1 is needed",
                    null));
    return LINKER.downcallHandle(address, descriptor, options);
  }

  /**
   * A C function pointer on a method of an object. An exception that leaves the method ends the
   * process, so it must not.
   */
  static MemorySegment callback(
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

  /** Corosync is not installed, or is too old. */
  static final class MissingLibraryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    MissingLibraryException(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
