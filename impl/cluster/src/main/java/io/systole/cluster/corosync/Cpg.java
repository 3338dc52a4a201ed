package io.systole.cluster.corosync;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A connection to Corosync's closed process groups, in one group. One thread uses it, whose stack
 * has to have room for {@code cpg_dispatch}: that alone takes more than a megabyte.
 */
@SuppressWarnings("restricted") // it reads what libcpg hands over
final class Cpg implements AutoCloseable {

  private static final int MODEL_V1 = 1;
  private static final int DELIVER_INITIAL_TOTEM_CONF = 1;
  private static final int TYPE_AGREED = 2;
  private static final int MAX_NAME = 128;
  private static final int ADDRESS_BYTES = 3 * Integer.BYTES;

  private static final MemoryLayout MODEL =
      MemoryLayout.structLayout(
          JAVA_INT,
          MemoryLayout.paddingLayout(4),
          ADDRESS,
          ADDRESS,
          ADDRESS,
          JAVA_INT,
          MemoryLayout.paddingLayout(4));
  private static final MemoryLayout NAME =
      MemoryLayout.structLayout(JAVA_INT, MemoryLayout.sequenceLayout(MAX_NAME, JAVA_BYTE));
  private static final MemoryLayout IOVEC = MemoryLayout.structLayout(ADDRESS, JAVA_LONG);

  private static final FunctionDescriptor ON_DELIVER =
      FunctionDescriptor.ofVoid(JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final FunctionDescriptor ON_MEMBERS =
      FunctionDescriptor.ofVoid(
          JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS, JAVA_LONG);
  private static final FunctionDescriptor ON_RING =
      FunctionDescriptor.ofVoid(JAVA_LONG, Handles.RING_ID, JAVA_INT, ADDRESS);

  private static final Library LIBRARY = Library.open("libcpg.so.4", Handles.install("libcpg4"));
  private static final MethodHandle INITIALIZE =
      LIBRARY.function(
          "cpg_model_initialize",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
  private static final MethodHandle FINALIZE = LIBRARY.function("cpg_finalize", Handles.ON_HANDLE);
  private static final MethodHandle FD_GET =
      LIBRARY.function("cpg_fd_get", Handles.ON_HANDLE_POINTER);
  private static final MethodHandle LOCAL_GET =
      LIBRARY.function("cpg_local_get", Handles.ON_HANDLE_POINTER);
  private static final MethodHandle JOIN = LIBRARY.function("cpg_join", Handles.ON_HANDLE_POINTER);
  private static final MethodHandle LEAVE =
      LIBRARY.function("cpg_leave", Handles.ON_HANDLE_POINTER);
  private static final MethodHandle DISPATCH =
      LIBRARY.function("cpg_dispatch", Handles.ON_HANDLE_INT);
  private static final MethodHandle MULTICAST =
      LIBRARY.function(
          "cpg_mcast_joined",
          FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT));

  private final Arena arena = Arena.ofConfined();
  private final List<News> news = new ArrayList<>();
  private final MemorySegment name;
  private final long handle;
  private final int fd;

  /** A process of a node. */
  record Address(int node, int pid, int reason) {

    /** The node went, and this process with it. */
    static final int NODE_DOWN = 3;

    /** The node came, and this process with it. */
    static final int NODE_UP = 4;

    boolean cameOrWentWithItsNode() {
      return reason == NODE_DOWN || reason == NODE_UP;
    }

    boolean sameProcess(Address other) {
      return node == other.node && pid == other.pid;
    }
  }

  /** What the group is told, in order. */
  sealed interface News {

    @SuppressWarnings("ArrayRecordComponent") // nobody compares or keeps it
    record Message(int node, int pid, byte[] frame) implements News {}

    record Members(
        ImmutableList<Address> members, ImmutableList<Address> left, ImmutableList<Address> joined)
        implements News {}

    record Ring(int creator, long sequence, ImmutableList<Integer> nodes) implements News {}
  }

  private Cpg(String group) throws CorosyncException {
    MemorySegment model = arena.allocate(MODEL);
    MethodHandles.Lookup lookup = MethodHandles.lookup();
    model.set(JAVA_INT, 0, MODEL_V1);
    model.set(ADDRESS, 8, Library.callback(lookup, this, "onDeliver", ON_DELIVER, arena));
    model.set(ADDRESS, 16, Library.callback(lookup, this, "onMembers", ON_MEMBERS, arena));
    model.set(ADDRESS, 24, Library.callback(lookup, this, "onRing", ON_RING, arena));
    model.set(JAVA_INT, 32, DELIVER_INITIAL_TOTEM_CONF);
    MemorySegment pointer = arena.allocate(JAVA_LONG);
    try {
      CorosyncException.check(
          "cpg_model_initialize",
          (int) INITIALIZE.invokeExact(pointer, MODEL_V1, model, MemorySegment.NULL));
      handle = pointer.get(JAVA_LONG, 0);
      MemorySegment number = arena.allocate(JAVA_INT);
      CorosyncException.check("cpg_fd_get", (int) FD_GET.invokeExact(handle, number));
      fd = number.get(JAVA_INT, 0);
    } catch (CorosyncException e) {
      arena.close();
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cpg_model_initialize", e);
    }
    byte[] bytes = group.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > MAX_NAME) {
      throw new IllegalArgumentException(
          "a group's name of " + bytes.length + " bytes is too long");
    }
    name = arena.allocate(NAME);
    name.set(JAVA_INT, 0, bytes.length);
    MemorySegment.copy(bytes, 0, name, JAVA_BYTE, Integer.BYTES, bytes.length);
  }

  /** Loads what a connection needs. */
  static void load() throws CorosyncException {
    try (Cpg tried = open("systole")) {
      int _ = tried.fd();
    }
  }

  /** Connects. The group is not joined yet. */
  static Cpg open(String group) throws CorosyncException {
    return new Cpg(group);
  }

  /** Readable when there is something to dispatch. */
  int fd() {
    return fd;
  }

  /** This node's id. */
  int localNode() throws CorosyncException {
    try {
      MemorySegment number = arena.allocate(JAVA_INT);
      CorosyncException.check("cpg_local_get", (int) LOCAL_GET.invokeExact(handle, number));
      return number.get(JAVA_INT, 0);
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cpg_local_get", e);
    }
  }

  void join() throws CorosyncException {
    try {
      CorosyncException.check("cpg_join", (int) JOIN.invokeExact(handle, name));
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cpg_join", e);
    }
  }

  /** Sends to the group in the agreed order, and tells whether Corosync has taken it. */
  boolean multicast(byte[] frame) throws CorosyncException {
    try (Arena message = Arena.ofConfined()) {
      MemorySegment vector = message.allocate(IOVEC);
      vector.set(ADDRESS, 0, message.allocateFrom(JAVA_BYTE, frame));
      vector.set(JAVA_LONG, ADDRESS.byteSize(), frame.length);
      int code = (int) MULTICAST.invokeExact(handle, TYPE_AGREED, vector, 1);
      if (CsError.of(code) == CsError.TRY_AGAIN) {
        return false;
      }
      CorosyncException.check("cpg_mcast_joined", code);
      return true;
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cpg_mcast_joined", e);
    }
  }

  /** All that has come since the last call. */
  ImmutableList<News> dispatch() throws CorosyncException {
    try {
      int code = (int) DISPATCH.invokeExact(handle, Handles.DISPATCH_ALL);
      ImmutableList<News> heard = ImmutableList.copyOf(news);
      news.clear();
      if (CsError.of(code) != CsError.TRY_AGAIN) {
        CorosyncException.check("cpg_dispatch", code);
      }
      return heard;
    } catch (CorosyncException e) {
      throw e;
    } catch (Throwable e) {
      throw Library.broken("cpg_dispatch", e);
    }
  }

  /** Leaves the group and disconnects. */
  @Override
  public void close() {
    try {
      int _ = (int) LEAVE.invokeExact(handle, name);
      int _ = (int) FINALIZE.invokeExact(handle);
    } catch (Throwable e) {
      throw Library.broken("cpg_finalize", e);
    }
    arena.close();
  }

  @SuppressWarnings("unused") // libcpg calls it
  private void onDeliver(
      long from, MemorySegment group, int node, int pid, MemorySegment message, long length) {
    news.add(new News.Message(node, pid, message.reinterpret(length).toArray(JAVA_BYTE)));
  }

  @SuppressWarnings("unused") // libcpg calls it
  private void onMembers(
      long from,
      MemorySegment group,
      MemorySegment members,
      long memberCount,
      MemorySegment left,
      long leftCount,
      MemorySegment joined,
      long joinedCount) {
    news.add(
        new News.Members(
            addresses(members, memberCount),
            addresses(left, leftCount),
            addresses(joined, joinedCount)));
  }

  @SuppressWarnings("unused") // libcpg calls it
  private void onRing(long from, MemorySegment ring, int nodeCount, MemorySegment nodes) {
    ImmutableList.Builder<Integer> all = ImmutableList.builder();
    for (int node : Handles.nodes(nodes, nodeCount)) {
      all.add(node);
    }
    news.add(
        new News.Ring(
            ring.get(JAVA_INT, 0), ring.get(JAVA_LONG, Handles.RING_ID_SEQUENCE), all.build()));
  }

  private static ImmutableList<Address> addresses(MemorySegment list, long count) {
    ImmutableList.Builder<Address> all = ImmutableList.builder();
    MemorySegment whole = list.reinterpret(count * ADDRESS_BYTES);
    for (long at = 0; at < whole.byteSize(); at += ADDRESS_BYTES) {
      all.add(
          new Address(
              whole.get(JAVA_INT, at),
              whole.get(JAVA_INT, at + Integer.BYTES),
              whole.get(JAVA_INT, at + 2 * Integer.BYTES)));
    }
    return all.build();
  }
}
