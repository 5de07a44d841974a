package org.sipasync.sip.transport;

/** Messages of tests. */
final class Texts {
  private Texts() {}

  static String options(String transport, String sentBy, int number) {
    return request("OPTIONS", transport, sentBy + ";branch=z9hG4bK" + number, number, "");
  }

  /** A request; more headers each end in CRLF. */
  static String request(String method, String transport, String via, int number, String more) {
    return method
        + " sip:bob@192.0.2.4 SIP/2.0\r\n"
        + "Via: SIP/2.0/"
        + transport
        + " "
        + via
        + "\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: <sip:alice@192.0.2.1>;tag=a\r\n"
        + "To: <sip:bob@192.0.2.4>\r\n"
        + "Call-ID: call-"
        + number
        + "\r\n"
        + "CSeq: 1 "
        + method
        + "\r\n"
        + "Contact: <sip:alice@192.0.2.1>\r\n"
        + more
        + (more.contains("Content-Length") ? "" : "Content-Length: 0\r\n")
        + "\r\n";
  }

  static String response(String transport, String sentBy) {
    return "SIP/2.0 200 OK\r\n"
        + "Via: SIP/2.0/"
        + transport
        + " "
        + sentBy
        + ";branch=z9hG4bK1\r\n"
        + "From: <sip:alice@192.0.2.1>;tag=a\r\n"
        + "To: <sip:bob@192.0.2.4>;tag=b\r\n"
        + "Call-ID: call-1\r\n"
        + "CSeq: 1 OPTIONS\r\n"
        + "Content-Length: 0\r\n\r\n";
  }
}
