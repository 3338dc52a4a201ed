package io.systole.tools.cib;

import io.systole.tools.ClusterClient;
import io.systole.tools.Context;
import io.systole.tools.ToolException;
import io.systole.xml.Element;
import java.nio.file.Path;
import java.util.Optional;

/** The CIB that a command of the field works on: the cluster's, or one in a file. */
public interface CibAccess {

  /** Names a file to work on instead of the cluster's CIB, as in all of the field's commands. */
  String FILE_VARIABLE = "CIB_file";

  /** Answers {@code <query>}. */
  Element query(Element query) throws ToolException;

  /** Makes {@code <change>} and tells the version that results. */
  Element change(Element change) throws ToolException;

  /** Gives a node an attribute that it loses when it leaves, or takes it away. */
  void setTransient(String node, String name, Optional<String> value) throws ToolException;

  /** The CIB, or a section of it where {@code section} is not empty. */
  default Element query(String section) throws ToolException {
    return query(Element.of("query", "section", section));
  }

  /** Whatever the environment names: a shadow copy, a file, or the cluster. */
  static CibAccess of(Context context) throws ToolException {
    Optional<ShadowCopy> shadow = ShadowCopy.active(context);
    if (shadow.isPresent()) {
      return new FileCib(shadow.get().file());
    }
    return ofCluster(context);
  }

  /** As {@link #of}, but what a shadow copy is a copy of. */
  static CibAccess ofCluster(Context context) throws ToolException {
    String file = context.environment(FILE_VARIABLE);
    if (!file.isEmpty()) {
      return new FileCib(Path.of(file));
    }
    ClusterClient cluster = context.cluster();
    return new CibAccess() {
      @Override
      public Element query(Element query) throws ToolException {
        return cluster.query(query);
      }

      @Override
      public Element change(Element change) throws ToolException {
        return cluster.change(change);
      }

      @Override
      public void setTransient(String node, String name, Optional<String> value)
          throws ToolException {
        if (value.isPresent()) {
          cluster.setAttribute(node, name, value.get());
        } else {
          cluster.clearAttribute(node, name);
        }
      }
    };
  }
}
