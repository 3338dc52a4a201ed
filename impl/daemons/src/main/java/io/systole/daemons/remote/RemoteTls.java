package io.systole.daemons.remote;

import com.google.common.base.Splitter;
import io.systole.daemons.runtime.NodeConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Security;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * TLS by certificates in both directions: a client without one that the node's authority has signed
 * does not come to the login. Or, where the node's configuration says so, without any: that keeps
 * what is said from those who listen, and not from those who stand in between.
 */
final class RemoteTls {

  private static final int BACKLOG = 64;
  private static final char[] IN_MEMORY = new char[0];
  private static final String DISABLED = "jdk.tls.disabledAlgorithms";
  private static final String ANONYMOUS = "anon";

  private RemoteTls() {}

  static ServerSocket listen(NodeConfiguration.Remote remote, int port) throws IOException {
    InetAddress address = InetAddress.getByName(remote.address());
    try {
      if (remote.anonymous()) {
        return anonymous(address, port);
      }
      if (remote.certificates().isEmpty()) {
        throw new IOException("<remote> has no certificate, key and ca, and is not anonymous");
      }
      SSLServerSocket server = server(context(remote.certificates().get()), address, port);
      server.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
      server.setNeedClientAuth(true);
      return server;
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificates can't be used: " + e.getMessage(), e);
    }
  }

  /**
   * The JDK knows suites without certificates and has them switched off. Switches them on for this
   * process, in which nothing has spoken TLS yet; a socket still has to ask for them.
   */
  static void allowAnonymous() {
    Security.setProperty(
        DISABLED,
        Splitter.on(',')
            .trimResults()
            .splitToStream(Security.getProperty(DISABLED))
            .filter(algorithm -> !algorithm.equals(ANONYMOUS))
            .collect(Collectors.joining(", ")));
  }

  private static ServerSocket anonymous(InetAddress address, int port)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    SSLServerSocket server = server(context, address, port);
    server.setEnabledProtocols(new String[] {"TLSv1.2"});
    server.setEnabledCipherSuites(
        Arrays.stream(server.getSupportedCipherSuites())
            .filter(suite -> suite.startsWith("TLS_DH_anon_WITH_AES_") && suite.contains("_GCM_"))
            .toArray(String[]::new));
    return server;
  }

  private static SSLServerSocket server(SSLContext context, InetAddress address, int port)
      throws IOException {
    return (SSLServerSocket)
        context.getServerSocketFactory().createServerSocket(port, BACKLOG, address);
  }

  /** A context that shows the certificate, and trusts what the authority has signed. */
  static SSLContext context(NodeConfiguration.Certificates files)
      throws IOException, GeneralSecurityException {
    KeyStore own = empty();
    own.setKeyEntry(
        "own",
        key(files.key()),
        IN_MEMORY,
        certificates(files.certificate()).toArray(Certificate[]::new));
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(own, IN_MEMORY);
    KeyStore trusted = empty();
    int number = 0;
    for (Certificate authority : certificates(files.authority())) {
      trusted.setCertificateEntry("ca" + number++, authority);
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private static KeyStore empty() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, IN_MEMORY);
    return store;
  }

  private static Collection<? extends Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    try (InputStream in = Files.newInputStream(file)) {
      return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }
  }

  /** A private key in PKCS#8, as {@code openssl} writes it. */
  private static PrivateKey key(Path file) throws IOException, GeneralSecurityException {
    String text = Files.readString(file);
    String base64 = text.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
    PKCS8EncodedKeySpec spec;
    try {
      spec = new PKCS8EncodedKeySpec(Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is no private key in PEM", e);
    }
    try {
      return KeyFactory.getInstance("EC").generatePrivate(spec);
    } catch (InvalidKeySpecException e) {
      return KeyFactory.getInstance("RSA").generatePrivate(spec);
    }
  }
}
