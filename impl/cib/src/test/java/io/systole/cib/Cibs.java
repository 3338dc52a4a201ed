package io.systole.cib;

import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;

/** Makes CIBs from text for tests. */
final class Cibs {

  private Cibs() {}

  static Element xml(String text) {
    try {
      return Xml.parse(text.replace('\'', '"'));
    } catch (XmlException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  static Cib cib(String text) {
    try {
      return Cib.of(xml(text));
    } catch (CibException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  /** A CIB of version 0.5.7 with that in its configuration. */
  static Cib configured(String configuration) {
    return cib(
        "<cib epoch='5' num_updates='7'><configuration>"
            + configuration
            + "</configuration><status><node_state id='1' uname='n1'/></status></cib>");
  }

  static Cib twoResources() {
    return configured(
        "<resources>"
            + "<primitive id='web' class='ocf' provider='systole' type='Dummy'/>"
            + "<primitive id='db' class='ocf' provider='systole' type='Dummy'/>"
            + "</resources>");
  }
}
