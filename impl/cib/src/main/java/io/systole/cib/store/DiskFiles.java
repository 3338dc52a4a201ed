package io.systole.cib.store;

import com.google.common.collect.ImmutableList;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Stream;

/** A folder on a disk. Its files are readable by their owner alone, since a CIB holds secrets. */
public final class DiskFiles implements FileLayer {

  private final Path folder;

  private DiskFiles(Path folder) {
    this.folder = folder;
  }

  /** Opens the folder, and makes it if it is not there. */
  public static DiskFiles in(Path folder) throws IOException {
    Files.createDirectories(folder, permissions("rwx------"));
    return new DiskFiles(folder);
  }

  @Override
  public ImmutableList<String> list() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .collect(ImmutableList.toImmutableList());
    }
  }

  @Override
  public byte[] read(String name) throws IOException {
    return Files.readAllBytes(folder.resolve(name));
  }

  @Override
  public void write(String name, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            folder.resolve(name),
            Set.of(
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE),
            permissions("rw-------"))) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  @Override
  public void sync(String name) throws IOException {
    force(folder.resolve(name), StandardOpenOption.WRITE);
  }

  @Override
  public void rename(String from, String to) throws IOException {
    Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void syncFolder() throws IOException {
    force(folder, StandardOpenOption.READ);
  }

  @Override
  public String toString() {
    return folder.toString();
  }

  private static void force(Path file, StandardOpenOption mode) throws IOException {
    try (FileChannel channel = FileChannel.open(file, mode)) {
      channel.force(true);
    }
  }

  private static FileAttribute<?>[] permissions(String of) {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(of))
        }
        : new FileAttribute<?>[0];
  }
}
