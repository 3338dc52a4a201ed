package io.systole.tools.cib;

import io.systole.tools.Context;
import io.systole.tools.ExitCode;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A copy of the CIB in a file, on which commands work in place of the cluster's while the variable
 * {@code CIB_shadow} names it.
 *
 * @param name as in {@code CIB_shadow}
 */
public record ShadowCopy(String name, Path file) {

  /** Names the copy to work on. */
  private static final String NAME_VARIABLE = "CIB_shadow";

  /** Names the folder of the copies. */
  private static final String FOLDER_VARIABLE = "CIB_shadow_dir";

  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

  /** The copy of that name, there or not. */
  public static ShadowCopy named(Context context, String name) throws ToolException {
    if (!name.matches(NAME)) {
      throw ToolException.usage(
          "'" + name + "' can't be the name of a shadow copy",
          "Use letters, digits, '_', '-' and '.' in it.");
    }
    return new ShadowCopy(name, folder(context).resolve("shadow." + name));
  }

  /** The copy that commands work on, if the environment names one. */
  public static Optional<ShadowCopy> active(Context context) throws ToolException {
    String name = context.environment(NAME_VARIABLE);
    return name.isEmpty() ? Optional.empty() : Optional.of(named(context, name));
  }

  private static Path folder(Context context) {
    String folder = context.environment(FOLDER_VARIABLE);
    String home = context.environment("HOME");
    return folder.isEmpty() ? Path.of(home.isEmpty() ? "/" : home, ".cib") : Path.of(folder);
  }

  public boolean exists() {
    return Files.exists(file);
  }

  /** The CIB in it. */
  public Element read() throws ToolException {
    if (!exists()) {
      throw new ToolException(
          ExitCode.NO_SUCH,
          "Could not access shadow instance '" + name + "': No such file or directory",
          "Make it with crm_shadow --create, or unset CIB_shadow.");
    }
    try {
      return Xml.parse(Files.readAllBytes(file), XmlLimits.FILE);
    } catch (XmlException e) {
      throw new ToolException(
          ExitCode.DATA, "'" + file + "' is not well-formed: " + e.getMessage(), "Mend it first.");
    } catch (IOException e) {
      throw new ToolException(ExitCode.NO_INPUT, "'" + file + "' can't be read: " + e, "");
    }
  }

  /** Puts a CIB into it, readable by this user and group alone, whole or not at all. */
  public void write(Element cib) throws ToolException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null) {
      throw new IllegalStateException(file + " is a file in a folder");
    }
    try {
      Files.createDirectories(folder);
      Path fresh = Files.createTempFile(folder, ".shadow", "");
      Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rw-r-----"));
      Files.writeString(fresh, Xml.writeIndented(cib));
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE,
          "'" + file + "' can't be written: " + e,
          "Name another folder by CIB_shadow_dir.");
    }
  }

  /** Removes it; it is no error if it is not there. */
  public void delete() throws ToolException {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new ToolException(ExitCode.CANNOT_CREATE, "'" + file + "' can't be removed: " + e, "");
    }
  }
}
