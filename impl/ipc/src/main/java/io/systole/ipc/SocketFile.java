package io.systole.ipc;

import com.google.common.primitives.Longs;
import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A listening socket's place in the file system. A lock beside it says whether its owner is alive,
 * so that what a killed process left behind is replaced and a living one's never is.
 */
final class SocketFile implements AutoCloseable {

  /** The kernel's {@code sun_path} has 108 bytes; the JDK leaves two of them free. */
  static final int MAX_PATH_BYTES = 106;

  private static final int BACKLOG = 4096;
  private static final String MODE = "rw-rw----";

  private final Path socket;
  private final Path lockFile;
  private final FileLock lock;
  private final ServerSocketChannel channel;

  private SocketFile(Path socket, Path lockFile, FileLock lock, ServerSocketChannel channel) {
    this.socket = socket;
    this.lockFile = lockFile;
    this.lock = lock;
    this.channel = channel;
  }

  /** Whether {@code socket} has a name that the kernel takes. */
  static void checkPath(Path socket) throws IpcException {
    int bytes = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PATH_BYTES) {
      throw unusable(
          "the socket's path has "
              + bytes
              + " bytes, the most is "
              + MAX_PATH_BYTES
              + ": "
              + socket,
          "configure a run folder with a shorter path");
    }
  }

  /**
   * Begins to listen.
   *
   * @throws IpcException if somebody alive has the place, or the file system does not allow it
   */
  static SocketFile listen(Path socket, Optional<String> group) throws IpcException {
    checkPath(socket);
    Path lockFile = lockFile(socket);
    try {
      FileLock lock = lock(lockFile).orElseThrow(() -> taken(socket));
      try {
        removeStale(socket);
        return new SocketFile(socket, lockFile, lock, bind(socket, group));
      } catch (IOException | IpcException e) {
        release(lock, lockFile);
        throw e;
      }
    } catch (IOException e) {
      throw new IpcException(
          IpcException.Kind.UNUSABLE,
          new IpcError(
              "unusable-socket",
              "can't listen at " + socket + ": " + e,
              "see that the folder exists and that this user may write to it"),
          e);
    }
  }

  /** The process that listens at {@code socket}, even if it is stopped; empty if none does. */
  static OptionalLong owner(Path socket) {
    try {
      if (!Files.exists(socket) || !answers(socket)) {
        return OptionalLong.empty();
      }
      String mark = Files.readString(lockFile(socket), StandardCharsets.US_ASCII);
      Long pid = Longs.tryParse(mark.substring(0, Math.max(0, mark.indexOf(' '))));
      return pid == null ? OptionalLong.empty() : OptionalLong.of(pid);
    } catch (IOException e) {
      // It went away between two looks.
      return OptionalLong.empty();
    }
  }

  /** Removes what a killed process left at {@code socket}; a living one's is left alone. */
  static void sweep(Path socket) throws IOException {
    Path lockFile = lockFile(socket);
    if (!Files.exists(socket) && !Files.exists(lockFile)) {
      return;
    }
    Optional<FileLock> lock = lock(lockFile);
    if (lock.isPresent()) {
      Files.deleteIfExists(socket);
      release(lock.get(), lockFile);
    }
  }

  private static Path lockFile(Path socket) {
    return socket.resolveSibling(socket.getFileName() + ".lock");
  }

  ServerSocketChannel channel() {
    return channel;
  }

  Path path() {
    return socket;
  }

  /** Stops listening and removes the files. */
  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(socket);
    release(lock, lockFile);
  }

  private static Optional<FileLock> lock(Path file) throws IOException {
    while (true) {
      FileChannel open =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      Optional<FileLock> lock = tryLock(open);
      if (lock.isEmpty()) {
        open.close();
        return lock;
      }
      if (isStill(file, open)) {
        return lock;
      }
      // Its last owner removed the file between our open and our lock.
      open.close();
    }
  }

  private static Optional<FileLock> tryLock(FileChannel open) throws IOException {
    try {
      return Optional.ofNullable(open.tryLock());
    } catch (OverlappingFileLockException e) {
      return Optional.empty();
    }
  }

  /** Whether the file that we hold open is the one that has the name. A byte tells. */
  private static boolean isStill(Path file, FileChannel open) throws IOException {
    open.truncate(0);
    String mark = Long.toString(ProcessHandle.current().pid()) + " " + System.nanoTime();
    open.write(StandardCharsets.US_ASCII.encode(mark));
    return Files.exists(file) && Files.readString(file, StandardCharsets.US_ASCII).equals(mark);
  }

  private static void release(FileLock lock, Path lockFile) throws IOException {
    try (FileChannel open = lock.channel()) {
      Objects.requireNonNull(open);
      Files.deleteIfExists(lockFile);
    }
  }

  private static void removeStale(Path socket) throws IOException, IpcException {
    if (!Files.exists(socket, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var attributes =
        Files.readAttributes(socket, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw unusable(
          "at the socket's place " + socket + " is something that is not a socket",
          "move it away or configure another run folder");
    }
    if (answers(socket)) {
      throw taken(socket);
    }
    Files.delete(socket);
  }

  private static boolean answers(Path socket) throws IOException {
    try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      return probe.connect(UnixDomainSocketAddress.of(socket));
    } catch (ConnectException e) {
      return false;
    }
  }

  private static ServerSocketChannel bind(Path socket, Optional<String> group) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(socket), BACKLOG);
      var view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
      view.setPermissions(PosixFilePermissions.fromString(MODE));
      if (group.isPresent()) {
        view.setGroup(
            socket
                .getFileSystem()
                .getUserPrincipalLookupService()
                .lookupPrincipalByGroupName(group.get()));
      }
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static IpcException taken(Path socket) {
    return unusable(
        "another process is alive and listens at " + socket,
        "stop it first (systoled runs once a node), or configure another run folder");
  }

  private static IpcException unusable(String reason, String remedy) {
    return new IpcException(
        IpcException.Kind.UNUSABLE, new IpcError("unusable-socket", reason, remedy));
  }
}
