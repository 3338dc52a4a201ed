package io.systole.daemons.executor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Names one run of this node, from when it gets power until it loses it. What an executor remembers
 * of another run is void, since nothing of what ran then runs now.
 */
final class RunMark {

  private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
  private static final String FILE = "run-id";

  private RunMark() {}

  /**
   * The mark of this run: the kernel's, and one in a folder that is lost with the node's power,
   * which tells apart the runs of a node that shares its machine with others.
   *
   * @param memory the folder; it is made if it is not there
   */
  static String of(Path memory, Logger log) {
    try {
      return Files.readString(BOOT_ID).strip() + "/" + own(memory);
    } catch (IOException e) {
      log.log(
          Level.WARNING,
          "can''t keep the id of this run in {0}, so a restart of the executor forgets the history"
              + " of its resources and the cluster probes them; make room or correct the folder''s"
              + " owner: {1}",
          new Object[] {memory, e});
      return UUID.randomUUID().toString();
    }
  }

  private static String own(Path memory) throws IOException {
    Files.createDirectories(memory);
    Path file = memory.resolve(FILE);
    if (Files.notExists(file)) {
      Files.writeString(
          file, UUID.randomUUID().toString(), StandardCharsets.US_ASCII, StandardOpenOption.CREATE);
    }
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }
}
