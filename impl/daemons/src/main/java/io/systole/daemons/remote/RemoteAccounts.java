package io.systole.daemons.remote;

import com.google.common.base.Splitter;
import com.google.common.primitives.Ints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * Who may log in from other machines: a file of lines {@code USER:ITERATIONS:SALT:HASH}, the last
 * two in base64, by PBKDF2 with HMAC-SHA-256. It is read at each login, so that a change counts at
 * once. What a user may do then, the ACLs of the CIB say.
 */
public final class RemoteAccounts {

  private static final int ITERATIONS = 100_000;
  private static final int MOST_ITERATIONS = 10_000_000;
  private static final int BYTES = 32;

  /** What is compared with where there is no such user, so that it takes the same time. */
  private static final String NOBODY = line("nobody", "nobody");

  private final Path file;

  RemoteAccounts(Path file) {
    this.file = file;
  }

  /** The line of the file that admits {@code user} with {@code password}. */
  public static String line(String user, String password) {
    byte[] salt = new byte[BYTES];
    new SecureRandom().nextBytes(salt);
    Base64.Encoder base64 = Base64.getEncoder();
    return String.join(
        ":",
        user,
        Integer.toString(ITERATIONS),
        base64.encodeToString(salt),
        base64.encodeToString(hash(password, ITERATIONS, salt)));
  }

  /**
   * Whether there is such a user with such a password.
   *
   * @throws IOException if the file can't be read
   */
  boolean admits(String user, String password) throws IOException {
    String found =
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#") && line.startsWith(user + ":"))
            .findFirst()
            .orElse("");
    boolean right = matches(found.isEmpty() ? NOBODY : found, password);
    return right && !found.isEmpty() && !user.isEmpty();
  }

  private static boolean matches(String line, String password) throws IOException {
    List<String> parts = Splitter.on(':').splitToList(line);
    Integer iterations = parts.size() == 4 ? Ints.tryParse(parts.get(1)) : null;
    if (iterations == null || iterations < 1 || iterations > MOST_ITERATIONS) {
      throw new IOException("the account of " + parts.getFirst() + " is no USER:NUMBER:SALT:HASH");
    }
    try {
      byte[] salt = Base64.getDecoder().decode(parts.get(2));
      byte[] wanted = Base64.getDecoder().decode(parts.get(3));
      return MessageDigest.isEqual(wanted, hash(password, iterations, salt));
    } catch (IllegalArgumentException e) {
      throw new IOException("the account of " + parts.getFirst() + " is no base64", e);
    }
  }

  private static byte[] hash(String password, int iterations, byte[] salt) {
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
          .generateSecret(new PBEKeySpec(password.toCharArray(), salt, iterations, BYTES * 8))
          .getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has PBKDF2", e);
    }
  }
}
