package io.systole.cib.upgrade;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableMap;
import io.systole.cib.schema.GrammarName;
import io.systole.cib.schema.SchemaFiles;
import io.systole.xml.Element;
import io.systole.xml.Xml;
import io.systole.xml.XmlException;
import io.systole.xml.XmlLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.util.function.Consumer;
import javax.xml.transform.Source;
import javax.xml.transform.stream.StreamSource;
import net.sf.saxon.s9api.DocumentBuilder;
import net.sf.saxon.s9api.Processor;
import net.sf.saxon.s9api.QName;
import net.sf.saxon.s9api.SaxonApiException;
import net.sf.saxon.s9api.Serializer;
import net.sf.saxon.s9api.WhitespaceStrippingPolicy;
import net.sf.saxon.s9api.XdmAtomicValue;
import net.sf.saxon.s9api.XdmDestination;
import net.sf.saxon.s9api.XdmNode;
import net.sf.saxon.s9api.Xslt30Transformer;
import net.sf.saxon.s9api.XsltCompiler;
import net.sf.saxon.s9api.XsltExecutable;
import net.sf.saxon.trans.XPathException;

/** One stylesheet, compiled; safe to use from any thread. */
final class Step {

  private static final Processor PROCESSOR = new Processor(false);

  /** The parameter of the stylesheets that says what the result is to be valid by. */
  private static final QName SCHEMA = new QName("schema");

  private final String file;
  private final XsltExecutable stylesheet;

  private Step(String file, XsltExecutable stylesheet) {
    this.file = file;
    this.stylesheet = stylesheet;
  }

  /**
   * Compiles a step.
   *
   * @throws IllegalStateException if its file is not there or is wrong: a defect of this build
   */
  static Step compile(String file) {
    XsltCompiler compiler = PROCESSOR.newXsltCompiler();
    compiler.setResourceResolver(request -> source(request.uri));
    try {
      return new Step(file, compiler.compile(source(SchemaFiles.address("upgrade/" + file))));
    } catch (SaxonApiException | XPathException e) {
      throw new IllegalStateException("the step " + file + " of the upgrade is wrong", e);
    }
  }

  private static Source source(String address) throws XPathException {
    try {
      return new StreamSource(SchemaFiles.open(address), address);
    } catch (FileNotFoundException e) {
      throw new XPathException(e);
    }
  }

  /** What it does, in words: {@code drop the moon}. */
  String does() {
    int folder = file.indexOf('/');
    return CharMatcher.is('-').replaceFrom(file.substring(folder + 1, file.length() - 4), ' ');
  }

  /** A document in the transformer's form, without white space between elements. */
  static XdmNode read(byte[] document) {
    DocumentBuilder builder = PROCESSOR.newDocumentBuilder();
    builder.setWhitespaceStrippingPolicy(WhitespaceStrippingPolicy.ALL);
    try {
      return builder.build(new StreamSource(new ByteArrayInputStream(document)));
    } catch (SaxonApiException e) {
      throw new IllegalStateException("a document that was read can't be read again", e);
    }
  }

  /** The tree that a transformer's form stands for. */
  static Element write(XdmNode document) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Serializer serializer = PROCESSOR.newSerializer(out);
    serializer.setOutputProperty(Serializer.Property.OMIT_XML_DECLARATION, "yes");
    try {
      serializer.serializeNode(document);
      return Xml.parse(out.toByteArray(), XmlLimits.FILE);
    } catch (SaxonApiException | XmlException e) {
      throw new IllegalStateException("a tree that was transformed can't be read", e);
    }
  }

  /**
   * Does the step.
   *
   * @param to what the result asks to be judged by, in the end
   * @param tell hears of each change, for the administrator
   */
  XdmNode apply(XdmNode cib, GrammarName to, Consumer<Upgraded.Change> tell) {
    XdmDestination result = new XdmDestination();
    Xslt30Transformer transformer = stylesheet.load30();
    transformer.setMessageHandler(
        message -> tell.accept(new Upgraded.Change(does(), message.getContent().getStringValue())));
    try {
      transformer.setGlobalContextItem(cib);
      transformer.setStylesheetParameters(ImmutableMap.of(SCHEMA, new XdmAtomicValue(to.text())));
      transformer.applyTemplates(cib, result);
      return result.getXdmNode();
    } catch (SaxonApiException e) {
      throw new IllegalStateException("the step " + file + " of the upgrade failed", e);
    }
  }
}
