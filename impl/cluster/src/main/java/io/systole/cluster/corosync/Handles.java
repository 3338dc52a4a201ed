package io.systole.cluster.corosync;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;

/** Shapes that Corosync's libraries share. */
@SuppressWarnings("restricted") // it reads what the libraries hand over
final class Handles {

  /** {@code CS_DISPATCH_ALL}: everything that has come, without waiting. */
  static final int DISPATCH_ALL = 2;

  /** {@code struct cpg_ring_id} and {@code struct quorum_ring_id}. */
  static final StructLayout RING_ID =
      MemoryLayout.structLayout(
          JAVA_INT.withName("nodeid"), MemoryLayout.paddingLayout(4), JAVA_LONG.withName("seq"));

  static final long RING_ID_SEQUENCE =
      RING_ID.byteOffset(MemoryLayout.PathElement.groupElement("seq"));

  /** {@code cs_error_t f(handle)}. */
  static final FunctionDescriptor ON_HANDLE = FunctionDescriptor.of(JAVA_INT, JAVA_LONG);

  /** {@code cs_error_t f(handle, int)}. */
  static final FunctionDescriptor ON_HANDLE_INT =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT);

  /** {@code cs_error_t f(handle, something *)}. */
  static final FunctionDescriptor ON_HANDLE_POINTER =
      FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS);

  /** {@code cs_error_t f(handle *, something *)}. */
  static final FunctionDescriptor ON_TWO_POINTERS =
      FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);

  private Handles() {}

  /** An array of node ids that a callback was given. */
  static int[] nodes(MemorySegment list, int entries) {
    return list.reinterpret((long) entries * Integer.BYTES).toArray(JAVA_INT);
  }

  /**
   * What to do where a library of Corosync is not there, or too old.
   *
   * @param debianPackage that has it
   */
  static String install(String debianPackage) {
    return "install Corosync 3.1 or later with its libraries (Debian: " + debianPackage + ")";
  }
}
