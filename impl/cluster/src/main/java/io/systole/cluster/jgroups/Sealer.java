package io.systole.cluster.jgroups;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/**
 * Encrypts and authenticates bytes by AES in Galois/counter mode. Each session has a key of its own
 * and counts its messages, so no nonce is ever used twice under one key.
 */
final class Sealer {

  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final int TAG_BITS = 128;
  private static final int MAX_SESSIONS = 512;

  private final ClusterKey key;
  private final String cluster;
  private final byte[] salt = new byte[SealHeader.SALT_BYTES];
  private final AtomicLong count = new AtomicLong();
  private final SecretKey own;
  private final Map<ByteBuffer, SecretKey> sessions = new LinkedHashMap<>();

  Sealer(ClusterKey key, String cluster) throws GeneralSecurityException {
    this.key = key;
    this.cluster = cluster;
    new SecureRandom().nextBytes(salt);
    this.own = key.session(cluster, salt);
  }

  /** What names this node's session. */
  byte[] salt() {
    return salt;
  }

  long nextCount() {
    return count.incrementAndGet();
  }

  byte[] seal(byte[] plain, int length, long messageCount) throws GeneralSecurityException {
    return cipher(Cipher.ENCRYPT_MODE, own, messageCount).doFinal(plain, 0, length);
  }

  /**
   * Opens what another session (or this one) sealed.
   *
   * @throws GeneralSecurityException if it was not sealed with this key, or was changed since
   */
  byte[] open(SealHeader header, byte[] sealed, int offset, int length)
      throws GeneralSecurityException {
    SecretKey session = session(header.salt());
    byte[] plain =
        cipher(Cipher.DECRYPT_MODE, session, header.count()).doFinal(sealed, offset, length);
    remember(header.salt(), session);
    return plain;
  }

  private static Cipher cipher(int mode, SecretKey secret, long messageCount)
      throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(12).putInt(0).putLong(messageCount).array();
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, secret, new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private SecretKey session(byte[] sessionSalt) throws GeneralSecurityException {
    synchronized (sessions) {
      SecretKey known = sessions.get(ByteBuffer.wrap(sessionSalt));
      if (known != null) {
        return known;
      }
    }
    return key.session(cluster, sessionSalt);
  }

  /** Only keys that opened something are kept, so that a stranger can't fill the memory. */
  private void remember(byte[] sessionSalt, SecretKey session) {
    synchronized (sessions) {
      sessions.putIfAbsent(ByteBuffer.wrap(sessionSalt), session);
      if (sessions.size() > MAX_SESSIONS) {
        sessions.remove(sessions.keySet().iterator().next());
      }
    }
  }
}
