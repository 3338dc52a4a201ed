package io.systole.bench;

import io.systole.ipc.Zstandard;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * How much smaller messages and CIBs become, and how fast: plain, by bzip2, by Zstandard with our
 * dictionary. Arguments: a file of messages, one a line, a folder of CIBs, and perhaps a page that
 * ends with the table.
 */
public final class CompressionBench {

  private static final long RUN_NANOS = 1_000_000_000L;
  private static final int[] SIZES = {256, 1 << 10, 4 << 10, 32 << 10, 256 << 10};

  private CompressionBench() {}

  /** A way to pack. */
  private sealed interface Way {
    byte[] pack(byte[] plain) throws IOException;

    InputStream unpack(byte[] packed) throws IOException;

    /** As it was written. */
    record Plain() implements Way {
      @Override
      public byte[] pack(byte[] plain) {
        return plain.clone();
      }

      @Override
      public InputStream unpack(byte[] packed) {
        return new ByteArrayInputStream(packed);
      }
    }

    /** What the field compresses its messages with. */
    record Bzip2() implements Way {
      @Override
      public byte[] pack(byte[] plain) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream bzip2 = new BZip2CompressorOutputStream(out)) {
          bzip2.write(plain);
        }
        return out.toByteArray();
      }

      @Override
      public InputStream unpack(byte[] packed) throws IOException {
        return new BZip2CompressorInputStream(new ByteArrayInputStream(packed));
      }
    }

    /** What our hello negotiates. */
    record Zstandards(Zstandard zstandard) implements Way {
      @Override
      public byte[] pack(byte[] plain) {
        return zstandard.pack(plain);
      }

      @Override
      public InputStream unpack(byte[] packed) throws IOException {
        return zstandard.unpack(packed);
      }
    }
  }

  /** Exit status 64 says that the arguments are wrong. */
  public static void main(String[] args) throws IOException {
    if (args.length != 2 && args.length != 3) {
      System.err.println("arguments: MESSAGES CIBS [PAGE]");
      System.exit(64);
    }
    StringBuilder table = new StringBuilder();
    table.append("| what | documents | way | ratio | packed MB/s | unpacked MB/s |\n");
    table.append("| --- | --- | --- | --- | --- | --- |\n");
    rows("messages", messages(Path.of(args[0])), table);
    rows("CIBs", cibs(Path.of(args[1])), table);
    System.out.print(table);
    if (args.length == 3) {
      MeasuredPage.write(Path.of(args[2]), table.toString());
    }
  }

  private static List<byte[]> messages(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .map(line -> line.getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static List<byte[]> cibs(Path folder) throws IOException {
    List<byte[]> cibs = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".xml")).sorted().toList()) {
        cibs.add(Files.readAllBytes(file));
      }
    }
    return cibs;
  }

  private static void rows(String what, List<byte[]> documents, StringBuilder table)
      throws IOException {
    int above = Zstandard.LEAST_BYTES;
    for (int i = 1; i <= SIZES.length; i++) {
      int from = above;
      int to = i < SIZES.length ? SIZES[i] : Integer.MAX_VALUE;
      List<byte[]> some =
          documents.stream().filter(d -> d.length >= from && d.length < to).toList();
      if (!some.isEmpty()) {
        String name =
            what + " from " + size(from) + (to == Integer.MAX_VALUE ? "" : " to " + size(to));
        table.append(row(name, some, "plain", new Way.Plain()));
        table.append(row(name, some, "bzip2", new Way.Bzip2()));
        table.append(row(name, some, "Zstandard", new Way.Zstandards(Zstandard.shared())));
      }
      above = to;
    }
  }

  private static String row(String what, List<byte[]> documents, String name, Way way)
      throws IOException {
    List<byte[]> packed = new ArrayList<>();
    long plainBytes = 0;
    long packedBytes = 0;
    for (byte[] document : documents) {
      byte[] one = way.pack(document);
      packed.add(one);
      plainBytes += document.length;
      packedBytes += one.length;
    }
    double packing = speed(documents, plainBytes, way::pack);
    double unpacking = speed(packed, plainBytes, one -> way.unpack(one).readAllBytes());
    return String.format(
        Locale.ROOT,
        "| %s | %d | %s | %.1f | %.1f | %.1f |\n",
        what,
        documents.size(),
        name,
        (double) plainBytes / packedBytes,
        packing,
        unpacking);
  }

  /** Something that is done to a document. */
  @FunctionalInterface
  private interface Work {
    byte[] on(byte[] document) throws IOException;
  }

  /** Megabytes of plain documents a second, after as much time to warm up. */
  private static double speed(List<byte[]> documents, long plainBytes, Work work)
      throws IOException {
    double last = 0;
    for (int round = 0; round < 2; round++) {
      long began = System.nanoTime();
      long rounds = 0;
      long checksum = 0;
      while (System.nanoTime() - began < RUN_NANOS) {
        for (byte[] document : documents) {
          checksum += work.on(document).length;
        }
        rounds++;
      }
      if (checksum == 0) {
        throw new IllegalStateException("nothing came of it");
      }
      last = plainBytes * rounds * 1e3 / (System.nanoTime() - began);
    }
    return last;
  }

  private static String size(int bytes) {
    return bytes < 1024 ? bytes + " B" : (bytes >> 10) + " KB";
  }
}
