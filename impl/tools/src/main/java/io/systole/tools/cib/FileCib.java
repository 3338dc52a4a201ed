package io.systole.tools.cib;

import io.systole.cib.Cib;
import io.systole.cib.CibEditCodec;
import io.systole.cib.CibException;
import io.systole.cib.CibQuery;
import io.systole.cib.EditResult;
import io.systole.cib.schema.SchemaGuard;
import io.systole.cib.xpath.CibXPath;
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
import java.util.Optional;

/**
 * A CIB in a file of its own, with the same answers and the same rules of change as the cluster's.
 * It is written beside the file and then put in its place, so that a reader sees all or nothing.
 */
final class FileCib implements CibAccess {

  private final Path file;

  FileCib(Path file) {
    this.file = file;
  }

  @Override
  public Element query(Element query) throws ToolException {
    try {
      return CibQuery.answer(read(), query);
    } catch (CibException e) {
      throw new ToolException(ExitCode.DATA, e.getMessage(), "");
    }
  }

  @Override
  public Element change(Element change) throws ToolException {
    Cib before = read();
    try {
      EditResult result = CibEditCodec.readChange(change).applyTo(before);
      return switch (SchemaGuard.judged(before, result)) {
        case EditResult.Refused refused ->
            throw new ToolException(
                CibCodes.exit(refused.fault()), refused.reason(), refused.remedy());
        case EditResult.Applied applied -> {
          if (!change.attribute("dry-run", "false").equals("true")) {
            write(applied.cib());
          }
          yield Element.of("changed", "version", applied.cib().version().toString());
        }
      };
    } catch (CibException e) {
      throw new ToolException(ExitCode.DATA, e.getMessage(), "");
    }
  }

  @Override
  public void setTransient(String node, String name, Optional<String> value) throws ToolException {
    String state = "/cib/status/node_state[@uname=" + CibXPath.quoted(node) + "]";
    String id = nodeId(node);
    String set = "status-" + id;
    Element edit =
        value.isPresent()
            ? Element.of("modify", "section", "status", "create", "true")
                .plus(
                    Element.of("node_state", "id", id, "uname", node)
                        .plus(
                            Element.of("transient_attributes", "id", id)
                                .plus(
                                    Element.of("instance_attributes", "id", set)
                                        .plus(
                                            Element.of(
                                                "nvpair",
                                                "id",
                                                set + "-" + name,
                                                "name",
                                                name,
                                                "value",
                                                value.get())))))
            : Element.of(
                "delete", "xpath", state + "//nvpair[@name=" + CibXPath.quoted(name) + "]");
    change(Element.of("change").plus(edit));
  }

  private String nodeId(String name) throws ToolException {
    return read().nodes().stream()
        .filter(node -> node.attribute("uname", "").equals(name))
        .map(Element::id)
        .findFirst()
        .orElse(name);
  }

  private Cib read() throws ToolException {
    try {
      return Cib.of(Xml.parse(Files.readAllBytes(file), XmlLimits.FILE));
    } catch (XmlException | CibException e) {
      throw new ToolException(
          ExitCode.DATA, "'" + file + "' is no CIB: " + e.getMessage(), "Mend it first.");
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.NO_SUCH, "'" + file + "' can't be read: " + e, "Name a CIB that is there.");
    }
  }

  private void write(Cib cib) throws ToolException {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(beside, Xml.writeIndented(cib.root()));
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new ToolException(
          ExitCode.CANNOT_CREATE, "'" + file + "' can't be written: " + e, "Nothing was changed.");
    }
  }
}
