package io.systole.cluster.corosync;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import com.google.common.collect.ImmutableList;
import io.systole.posix.Library;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;

/** Connections to Corosync's quorum and votequorum services, used by one thread. */
final class Quorum implements AutoCloseable {

  private static final int MODEL_V1 = 1;
  private static final int TRACK_CURRENT_AND_CHANGES = 3;

  /** {@code quorum_model_v1_data_t}. */
  private static final MemoryLayout MODEL =
      MemoryLayout.structLayout(JAVA_INT, MemoryLayout.paddingLayout(4), ADDRESS, ADDRESS);

  /** {@code struct votequorum_info}: nine numbers and a name of 255 bytes. */
  private static final long INFO_BYTES = 9 * Integer.BYTES + 255 + 1;

  private static final long INFO_QUORUM = 6 * Integer.BYTES;

  private static final FunctionDescriptor ON_QUORUM =
      FunctionDescriptor.ofVoid(JAVA_LONG, JAVA_INT, Handles.RING_ID, JAVA_INT, ADDRESS);
  private static final FunctionDescriptor ON_NODES =
      FunctionDescriptor.ofVoid(
          JAVA_LONG, Handles.RING_ID, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS);

  private static final Library QUORUM =
      Library.open("libquorum.so.5", Handles.install("libquorum5"));
  private static final MethodHandle INITIALIZE =
      QUORUM.function(
          "quorum_model_initialize",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle FINALIZE =
      QUORUM.function("quorum_finalize", Handles.ON_HANDLE);
  private static final MethodHandle FD_GET =
      QUORUM.function("quorum_fd_get", Handles.ON_HANDLE_POINTER);
  private static final MethodHandle TRACK_START =
      QUORUM.function("quorum_trackstart", Handles.ON_HANDLE_INT);
  private static final MethodHandle DISPATCH =
      QUORUM.function("quorum_dispatch", Handles.ON_HANDLE_INT);

  private static final Library VOTES =
      Library.open("libvotequorum.so.8", Handles.install("libvotequorum8"));
  private static final MethodHandle VOTES_INITIALIZE =
      VOTES.function("votequorum_initialize", Handles.ON_TWO_POINTERS);
  private static final MethodHandle VOTES_FINALIZE =
      VOTES.function("votequorum_finalize", Handles.ON_HANDLE);
  private static final MethodHandle VOTES_INFO =
      VOTES.function(
          "votequorum_getinfo", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS));

  private final Arena arena = Arena.ofConfined();
  private final List<News> news = new ArrayList<>();
  private final long handle;
  private final long votes;
  private final int fd;

  /**
   * What Corosync says of a ring's quorum.
   *
   * @param sequence of the ring
   */
  record News(int creator, long sequence, boolean quorate) {}

  private Quorum() throws CorosyncException {
    MemorySegment model = arena.allocate(MODEL);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    model.set(JAVA_INT, 0, MODEL_V1);
    model.set(ADDRESS, 8, Library.callback(lookup, this, "onQuorum", ON_QUORUM, arena));
    model.set(ADDRESS, 16, Library.callback(lookup, this, "onNodes", ON_NODES, arena));
    MemorySegment pointer = arena.allocate(JAVA_LONG);
    MemorySegment number = arena.allocate(JAVA_INT);
    try {
      CorosyncException.check(
          "quorum_model_initialize",
          (int) INITIALIZE.invokeExact(pointer, MODEL_V1, model, number, MemorySegment.NULL));
      handle = pointer.get(JAVA_LONG, 0);
      CorosyncException.check("quorum_fd_get", (int) FD_GET.invokeExact(handle, number));
      fd = number.get(JAVA_INT, 0);
      CorosyncException.check(
          "votequorum_initialize", (int) VOTES_INITIALIZE.invokeExact(pointer, MemorySegment.NULL));
      votes = pointer.get(JAVA_LONG, 0);
      CorosyncException.check(
          "quorum_trackstart", (int) TRACK_START.invokeExact(handle, TRACK_CURRENT_AND_CHANGES));
    } catch (CorosyncException e) {
      arena.close();
      throw e;
    } catch (Throwable e) {
      throw Library.broken("quorum_model_initialize", e);
    }
  }

  /** Loads what a connection needs. */
  static void load() throws CorosyncException {
    try (Quorum tried = open()) {
      int _ = tried.fd();
    }
  }

  /** Connects, and asks to be told of the present state and of changes. */
  static Quorum open() throws CorosyncException {
    return new Quorum();
  }

  /** Readable when there is something to dispatch. */
  int fd() {
    return fd;
  }

  /** All that has come since the last call. */
  ImmutableList<News> dispatch() throws CorosyncException {
    try {
      int code = (int) DISPATCH.invokeExact(handle, Handles.DISPATCH_ALL);
      ImmutableList<News> heard = ImmutableList.copyOf(news);
      news.clear();
      if (CsError.of(code) != CsError.TRY_AGAIN) {
        CorosyncException.check("quorum_dispatch", code);
      }
      return heard;
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("quorum_dispatch", e);
    }
  }

  /** How many votes are needed to be quorate. */
  int votesNeeded() throws CorosyncException {
    try (Arena call = Arena.ofConfined()) {
      MemorySegment info = call.allocate(INFO_BYTES, Integer.BYTES);
      CorosyncException.check("votequorum_getinfo", (int) VOTES_INFO.invokeExact(votes, 0, info));
      return Math.max(1, info.get(JAVA_INT, INFO_QUORUM));
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("votequorum_getinfo", e);
    }
  }

  @Override
  public void close() {
    try {
      int _ = (int) VOTES_FINALIZE.invokeExact(votes);
      int _ = (int) FINALIZE.invokeExact(handle);
    } catch (Throwable e) {
      throw Library.broken("quorum_finalize", e);
    }
    arena.close();
  }

  @SuppressWarnings("unused") // libquorum calls it
  private void onQuorum(
      long from, int quorate, MemorySegment ring, int nodeCount, MemorySegment nodes) {
    news.add(
        new News(
            ring.get(JAVA_INT, 0), ring.get(JAVA_LONG, Handles.RING_ID_SEQUENCE), quorate != 0));
  }

  @SuppressWarnings("unused") // libquorum calls it
  private void onNodes(
      long from,
      MemorySegment ring,
      int nodeCount,
      MemorySegment nodes,
      int joinedCount,
      MemorySegment joined,
      int leftCount,
      MemorySegment left) {
    // Groups hear of nodes in order with their messages, which this is not.
  }
}
