package io.systole.ipc;

import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import io.systole.xml.Element;
import java.util.Optional;

/** The elements that the two sides exchange, as in ARCHITECTURE.md. */
final class Words {

  /** The only version of the protocol so far. */
  static final int VERSION = 1;

  private static final String HELLO = "hello";
  private static final String WELCOME = "welcome";
  private static final String REFUSED = "refused";
  private static final String REQUEST = "request";
  private static final String REPLY = "reply";
  private static final String EVENT = "event";

  private Words() {}

  /** Who begins a conversation, and how it is packed. */
  record Hello(String role, String build, Codec codec) {

    static final Hello UNHEARD = new Hello("unnamed", "unknown", Codec.NONE);
  }

  /** Who answers, and how the conversation is packed. */
  record Welcome(String build, Codec codec) {}

  /** A request with its number, which its reply repeats. */
  record Request(long id, Element body) {}

  /** What a server says after its welcome. */
  sealed interface FromServer {

    record Replied(long id, Element body) implements FromServer {}

    record Failed(long id, IpcError error) implements FromServer {}

    record Event(Element body) implements FromServer {}

    record Refused(IpcError error) implements FromServer {}
  }

  static Element hello(String role, String build, Codec preferred) {
    return Element.builder(HELLO)
        .attribute("role", role)
        .attribute("version-min", VERSION)
        .attribute("version-max", VERSION)
        .attribute("build", build)
        .attribute("codecs", preferred.offer())
        .build();
  }

  static Hello parseHello(Element said) throws IpcException {
    if (!said.is(HELLO)) {
      throw malformed("a conversation begins with <hello>, but this one began with " + name(said));
    }
    Integer min = Ints.tryParse(said.attribute("version-min", ""));
    Integer max = Ints.tryParse(said.attribute("version-max", ""));
    if (min == null || max == null) {
      throw malformed("<hello> lacks version-min or version-max");
    }
    if (min > VERSION || max < VERSION) {
      throw refused(
          "unsupported-version",
          "the client speaks versions "
              + min
              + " to "
              + max
              + " of the protocol, this server "
              + VERSION,
          "install the same version of the tools and the daemons");
    }
    String codecs = said.attribute("codecs", Codec.NONE.text());
    Optional<Codec> codec = Codec.choose(codecs);
    if (codec.isEmpty()) {
      String known = String.join(" ", Codec.known());
      throw refused(
          "unsupported-codec",
          "the client knows the codecs '" + codecs + "', this server '" + known + "'",
          "let the client offer '" + Codec.NONE.text() + "' as well");
    }
    return new Hello(
        said.attribute("role", "unnamed"), said.attribute("build", "unknown"), codec.get());
  }

  static Element welcome(String build, Codec codec) {
    return Element.builder(WELCOME)
        .attribute("version", VERSION)
        .attribute("build", build)
        .attribute("codec", codec.text())
        .build();
  }

  static Welcome parseWelcome(Element said) throws IpcException {
    if (said.is(REFUSED)) {
      throw new IpcException(IpcException.Kind.REFUSED, error(said));
    }
    if (!said.is(WELCOME)) {
      throw malformed("the server answered the hello with " + name(said));
    }
    String codec = said.attribute("codec", Codec.NONE.text());
    return new Welcome(
        said.attribute("build", "unknown"),
        Codec.of(codec).orElseThrow(() -> malformed("the server chose the codec '" + codec + "'")));
  }

  static Element refused(IpcError error) {
    return withError(Element.builder(REFUSED), error).build();
  }

  static Element request(long id, Element body) {
    return Element.builder(REQUEST).attribute("id", id).child(body).build();
  }

  static Request parseRequest(Element said) throws IpcException {
    if (!said.is(REQUEST)) {
      throw malformed("a client says <request>, but this one said " + name(said));
    }
    if (said.children().size() != 1) {
      throw malformed("a request has one body, but this has " + said.children().size());
    }
    return new Request(id(said), said.children().getFirst());
  }

  static Element reply(long id, Element body) {
    return Element.builder(REPLY).attribute("id", id).attribute("status", "ok").child(body).build();
  }

  static Element failure(long id, IpcError error) {
    return withError(Element.builder(REPLY).attribute("id", id).attribute("status", "error"), error)
        .build();
  }

  static Element event(Element body) {
    return Element.builder(EVENT).child(body).build();
  }

  static FromServer parseFromServer(Element said) throws IpcException {
    return switch (said.name()) {
      case EVENT -> new FromServer.Event(body(said).orElseGet(() -> Element.of(EVENT)));
      case REFUSED -> new FromServer.Refused(error(said));
      case REPLY ->
          said.attribute("status", "").equals("ok")
              ? new FromServer.Replied(id(said), body(said).orElseGet(() -> Element.of("ok")))
              : new FromServer.Failed(id(said), error(said));
      default -> throw malformed("a server says <reply> or <event>, but said " + name(said));
    };
  }

  static IpcException malformed(String reason) {
    return new IpcException(
        IpcException.Kind.MALFORMED,
        new IpcError("malformed", reason, "use a tool of the same version as the daemons"));
  }

  private static IpcException refused(String code, String reason, String remedy) {
    return new IpcException(IpcException.Kind.REFUSED, new IpcError(code, reason, remedy));
  }

  private static Optional<Element> body(Element said) {
    return said.children().stream().findFirst();
  }

  private static long id(Element said) throws IpcException {
    Long id = Longs.tryParse(said.attribute("id", ""));
    if (id == null) {
      throw malformed("a " + said.name() + " has a number as its id, but this has none");
    }
    return id;
  }

  private static Element.Builder withError(Element.Builder builder, IpcError error) {
    return builder
        .attribute("code", error.code())
        .attribute("reason", error.reason())
        .attribute("remedy", error.remedy());
  }

  private static IpcError error(Element said) {
    return new IpcError(
        said.attribute("code", "refused"),
        said.attribute("reason", "no reason given"),
        said.attribute("remedy", ""));
  }

  /** A name from outside may be of any length. */
  private static String name(Element said) {
    String name = said.name();
    return "<" + (name.length() > 40 ? name.substring(0, 40) + "..." : name) + ">";
  }
}
