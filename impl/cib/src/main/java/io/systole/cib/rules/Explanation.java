package io.systole.cib.rules;

import com.google.common.collect.ImmutableList;
import io.systole.xml.Element;

/**
 * Why a rule holds or does not, with each of its conditions.
 *
 * @param condition the rule, or the condition in it
 * @param reason in words, such as {@code site is 'east', not 'west'}
 * @param parts of a rule its conditions, all of them, in order; of others none
 */
public record Explanation(
    Element condition, RuleStatus status, String reason, ImmutableList<Explanation> parts) {

  public boolean holds() {
    return status == RuleStatus.IN_EFFECT;
  }

  /** As XML: {@code <rule id="" status="" reason="">} around its parts in the same form. */
  public Element toXml() {
    return Element.builder(condition.name())
        .attribute("id", condition.attribute("id"))
        .attribute("holds", Boolean.toString(holds()))
        .attribute("reason", reason)
        .children(parts.stream().map(Explanation::toXml).toList())
        .build();
  }

  /** A line for each condition, what it is in indented below it. */
  public String toText() {
    StringBuilder text = new StringBuilder();
    write(0, text);
    return text.toString();
  }

  private void write(int depth, StringBuilder text) {
    text.repeat(' ', 2 * depth).append(holds() ? "yes  " : "no   ").append(condition.name());
    if (!condition.id().isEmpty()) {
      text.append(' ').append(condition.id());
    }
    text.append(": ").append(reason).append('\n');
    parts.forEach(part -> part.write(depth + 1, text));
  }
}
