package io.systole.cluster.jgroups;

import io.systole.cluster.EngineException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.Set;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * What the nodes of a cluster share and nobody else knows. Every session of every node has a key of
 * its own that follows from it.
 */
public final class ClusterKey {

  /** Shorter keys are guessed. */
  public static final int MIN_BYTES = 16;

  private static final int MAX_BYTES = 4096;

  private final byte[] secret;

  private ClusterKey(byte[] secret) {
    this.secret = secret;
  }

  /**
   * A key from memory.
   *
   * @throws EngineException if it is too short
   */
  public static ClusterKey of(byte[] secret) throws EngineException {
    if (secret.length < MIN_BYTES) {
      throw new EngineException(
          "the cluster key has "
              + secret.length
              + " bytes; give at least "
              + MIN_BYTES
              + " random ones");
    }
    return new ClusterKey(secret.clone());
  }

  /**
   * Reads the key of a file, all of whose bytes count.
   *
   * @throws EngineException if there is none, or if others than its owner and group can read it
   */
  public static ClusterKey read(Path file) throws EngineException {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
      if (permissions.contains(PosixFilePermission.OTHERS_READ)) {
        throw new EngineException(
            "everyone can read the cluster key "
                + file
                + "; take the right away: chmod o-r "
                + file);
      }
      if (Files.size(file) > MAX_BYTES) {
        throw new EngineException(
            "the cluster key " + file + " has more than " + MAX_BYTES + " bytes");
      }
      return of(Files.readAllBytes(file));
    } catch (IOException e) {
      throw new EngineException(
          "the cluster key "
              + file
              + " can't be read ("
              + e
              + "); make one and give it to all nodes: dd if=/dev/urandom bs=32 count=1 of="
              + file,
          e);
    }
  }

  /** The key of one node's session in one cluster. */
  SecretKey session(String cluster, byte[] salt) throws GeneralSecurityException {
    byte[] purpose = ("systole seal 1 " + cluster).getBytes(StandardCharsets.UTF_8);
    return KDF.getInstance("HKDF-SHA256")
        .deriveKey(
            "AES",
            HKDFParameterSpec.ofExtract().addIKM(secret).addSalt(salt).thenExpand(purpose, 32));
  }
}
