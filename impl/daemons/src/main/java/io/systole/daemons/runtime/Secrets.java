package io.systole.daemons.runtime;

import com.google.common.collect.ImmutableSortedMap;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Values of parameters that are not for the CIB, which everybody may read who may read the CIB. The
 * CIB says {@link #ELSEWHERE} in their place, and each node has them in files of its own: {@code
 * secrets/RESOURCE/PARAMETER}, with {@code PARAMETER.sign} beside it, the MD5 digest of the value
 * in hexadecimal, as the field has them.
 *
 * <p>Source: cibsecret(8) of the field.
 */
public final class Secrets {

  /** The value in the CIB of a parameter whose value is elsewhere. */
  public static final String ELSEWHERE = "lrm://";

  private static final String SIGN = ".sign";

  /** Names are parts of paths. */
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.:-]*";

  private final Path folder;

  /** Something that a secret is not: there, whole, or nameable. */
  public static final class SecretException extends Exception {

    private static final long serialVersionUID = 1L;

    SecretException(String message) {
      super(message);
    }
  }

  private Secrets(Path folder) {
    this.folder = folder;
  }

  /** Those of a node. */
  public static Secrets of(NodeConfiguration configuration) {
    return new Secrets(configuration.state().resolve("secrets"));
  }

  /** Where they are. */
  public Path folder() {
    return folder;
  }

  /** The parameters with the values in place of what says that they are elsewhere. */
  public ImmutableSortedMap<String, String> reveal(
      String resource, ImmutableSortedMap<String, String> parameters) throws SecretException {
    if (!parameters.containsValue(ELSEWHERE)) {
      return parameters;
    }
    ImmutableSortedMap.Builder<String, String> revealed = ImmutableSortedMap.naturalOrder();
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      String value =
          parameter.getValue().equals(ELSEWHERE)
              ? checked(resource, parameter.getKey())
              : parameter.getValue();
      revealed.put(parameter.getKey(), value);
    }
    return revealed.buildOrThrow();
  }

  /** The value, whether its digest is right or not; empty if there is none. */
  public Optional<String> get(String resource, String parameter) throws SecretException {
    try {
      return Optional.of(Files.readString(file(resource, parameter)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(resource, parameter, e);
    }
  }

  /** The value, if it is the one that was set. */
  public String checked(String resource, String parameter) throws SecretException {
    Optional<String> value = get(resource, parameter);
    if (value.isEmpty()) {
      throw new SecretException(
          "parameter "
              + parameter
              + " of "
              + resource
              + " is a secret that this node does not have");
    }
    try {
      String sign = Files.readString(sign(resource, parameter)).strip();
      if (!sign.equals(digest(value.get()))) {
        throw new SecretException(
            "parameter " + parameter + " of " + resource + " is a secret whose file is damaged");
      }
    } catch (IOException e) {
      throw unreadable(resource, parameter, e);
    }
    return value.get();
  }

  /** Keeps a value, readable by this user alone. */
  public void set(String resource, String parameter, String value) throws SecretException {
    try {
      Files.createDirectories(
          ofResource(resource),
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      write(resource, sign(resource, parameter), digest(value));
      write(resource, file(resource, parameter), value);
    } catch (IOException e) {
      throw unreadable(resource, parameter, e);
    }
  }

  /** Removes a value; it is no error if there is none. */
  public void delete(String resource, String parameter) throws SecretException {
    try {
      Files.deleteIfExists(file(resource, parameter));
      Files.deleteIfExists(sign(resource, parameter));
      Path directory = ofResource(resource);
      if (Files.isDirectory(directory) && isEmpty(directory)) {
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw unreadable(resource, parameter, e);
    }
  }

  private static boolean isEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.findAny().isEmpty();
    }
  }

  private void write(String resource, Path file, String text) throws IOException, SecretException {
    Path fresh = Files.createTempFile(ofResource(resource), ".new", "");
    Files.writeString(fresh, text);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private Path ofResource(String resource) throws SecretException {
    return folder.resolve(checkedName(resource));
  }

  private Path file(String resource, String parameter) throws SecretException {
    return ofResource(resource).resolve(checkedName(parameter));
  }

  private static String checkedName(String name) throws SecretException {
    if (!name.matches(NAME)) {
      throw new SecretException("'" + name + "' can't be the name of a secret's file");
    }
    return name;
  }

  private Path sign(String resource, String parameter) throws SecretException {
    return file(resource, parameter).resolveSibling(parameter + SIGN);
  }

  private static SecretException unreadable(String resource, String parameter, IOException e) {
    SecretException told =
        new SecretException(
            "the secret " + parameter + " of " + resource + " is out of reach: " + e);
    told.initCause(e);
    return told;
  }

  private static String digest(String value) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
