package io.systole.cib.schema;

import com.thaiopensource.resolver.AbstractResolver;
import com.thaiopensource.resolver.Identifier;
import com.thaiopensource.resolver.Input;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;

/**
 * The files of {@code schemas/}, which are on the class path. They name one another by relative
 * addresses; a scheme of our own makes them absolute, since addresses into a jar do not resolve.
 */
public final class SchemaFiles extends AbstractResolver {

  private static final String SCHEME = "schema";

  /** The address of a file, such as {@code cib/pacemaker-4.0.rnc}. */
  public static String address(String file) {
    return SCHEME + ":/" + file;
  }

  /** Whether there is such a file. */
  static boolean exists(String file) {
    return SchemaFiles.class.getResource("/schemas/" + file) != null;
  }

  /**
   * The file at an address that {@link #address} made, or that is relative to one.
   *
   * @throws FileNotFoundException if there is none
   */
  public static InputStream open(String address) throws FileNotFoundException {
    URI uri = URI.create(address);
    if (!SCHEME.equals(uri.getScheme())) {
      throw new FileNotFoundException(address + " is not among the schemas, so it is not read");
    }
    InputStream file = SchemaFiles.class.getResourceAsStream("/schemas" + uri.getPath());
    if (file == null) {
      throw new FileNotFoundException("there is no " + uri.getPath() + " among the schemas");
    }
    return file;
  }

  @Override
  public void resolve(Identifier id, Input input) throws IOException {
    if (!input.isResolved()) {
      String reference = id.getUriReference();
      input.setUri(
          id.getBase() == null
              ? reference
              : URI.create(id.getBase()).resolve(reference).toString());
    }
  }

  @Override
  public void open(Input input) throws IOException {
    if (!input.isOpen()) {
      input.setByteStream(open(input.getUri()));
    }
  }
}
