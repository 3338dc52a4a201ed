package io.systole.agents;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import java.util.Optional;

/**
 * What an agent says of itself.
 *
 * @param name the agent's name
 * @param version of the agent
 * @param ocfVersion of the standard that it follows, or empty
 * @param description in one line, or empty
 * @param parameters in its order
 * @param actions in its order; one name may come several times, with different intervals or roles
 */
public record AgentMetadata(
    String name,
    String version,
    String ocfVersion,
    String description,
    ImmutableList<Parameter> parameters,
    ImmutableList<Action> actions) {

  /**
   * One parameter.
   *
   * @param required whether there is no running without it
   * @param uniqueGroup parameters of one group have together a value that no other resource has;
   *     empty if it is in none
   * @param reloadable whether a change needs no restart
   * @param type of the content, such as {@code string}
   * @param defaultValue if the agent has one
   * @param description in one line, or empty
   */
  public record Parameter(
      String name,
      boolean required,
      String uniqueGroup,
      boolean reloadable,
      String type,
      Optional<String> defaultValue,
      String description) {}

  /**
   * One action.
   *
   * @param timeout as the agent writes it, such as {@code 20s}, or empty
   * @param interval as the agent writes it, or empty
   * @param role of which it is the monitor, or empty
   * @param automatic of a fence agent's {@code on}: to be done when a node joins (unfencing)
   * @param onTarget of a fence agent: to be run on the very node that it is about
   */
  public record Action(
      String name,
      String timeout,
      String interval,
      String role,
      boolean automatic,
      boolean onTarget) {}

  /**
   * Understands the output of {@code meta-data}.
   *
   * @throws XmlException if it is no XML, or not a {@code resource-agent}
   */
  public static AgentMetadata parse(String document) throws XmlException {
    Element root = Xml.parse(withoutDocumentType(document));
    if (!root.is("resource-agent")) {
      throw new XmlException(
          root.line(), 1, "'" + root.name() + "' where 'resource-agent' belongs");
    }
    return new AgentMetadata(
        root.attribute("name", ""),
        root.attribute("version", ""),
        root.child("version").map(v -> v.text().strip()).orElse(""),
        root.attribute("shortdesc")
            .or(() -> root.child("shortdesc").map(Element::text))
            .map(String::strip)
            .orElse(""),
        children(root, "parameters", "parameter").stream()
            .map(AgentMetadata::parameter)
            .collect(ImmutableList.toImmutableList()),
        children(root, "actions", "action").stream()
            .map(AgentMetadata::action)
            .collect(ImmutableList.toImmutableList()));
  }

  /** Whether the agent has a parameter of that name. */
  public boolean hasParameter(String parameter) {
    return parameters.stream().anyMatch(p -> p.name().equals(parameter));
  }

  /** Whether the agent has an action of that name. */
  public boolean hasAction(String action) {
    return actions.stream().anyMatch(a -> a.name().equals(action));
  }

  private static ImmutableList<Element> children(Element root, String list, String item) {
    return root.child(list).map(found -> found.children(item)).orElse(ImmutableList.of());
  }

  private static Parameter parameter(Element parameter) {
    Element content = parameter.child("content").orElse(Element.of("content"));
    return new Parameter(
        parameter.attribute("name", ""),
        isTrue(parameter, "required"),
        parameter
            .attribute("unique-group")
            .orElse(isTrue(parameter, "unique") ? parameter.attribute("name", "") : ""),
        isTrue(parameter, "reloadable"),
        content.attribute("type", "string"),
        content.attribute("default"),
        parameter.child("shortdesc").map(d -> d.text().strip()).orElse(""));
  }

  private static Action action(Element action) {
    return new Action(
        action.attribute("name", ""),
        action.attribute("timeout", ""),
        action.attribute("interval", ""),
        action.attribute("role", ""),
        isTrue(action, "automatic"),
        isTrue(action, "on_target"));
  }

  private static boolean isTrue(Element element, String attribute) {
    String value = element.attribute(attribute, "0");
    return value.equals("1") || value.equals("true");
  }

  /**
   * Many agents name a document type that defines nothing. Documents with one are refused
   * everywhere else, so it is taken off here, and only if it is of that simple kind.
   */
  private static String withoutDocumentType(String document) {
    String xml = document.strip();
    int start = xml.indexOf("<!DOCTYPE");
    int end = xml.indexOf('>', Math.max(start, 0));
    int internal = xml.indexOf('[', Math.max(start, 0));
    boolean simple = start >= 0 && end > start && (internal < 0 || internal > end);
    return simple ? xml.substring(0, start) + xml.substring(end + 1) : xml;
  }
}
