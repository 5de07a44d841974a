package org.sipasync.sip;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;
import org.sipasync.sip.message.Headers;
import org.sipasync.sip.message.ParseException;
import org.sipasync.sip.message.SipMessage;
import org.sipasync.sip.message.SipParser;
import org.sipasync.sip.message.SipRequest;
import org.sipasync.sip.message.SipResponse;

/** Parses, answers and reads a 350-byte OPTIONS; run with -prof gc for allocation. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Messages {
  private final byte[] options =
      ("OPTIONS sip:bob@127.0.0.1:5060 SIP/2.0\r\n"
              + "Via: SIP/2.0/UDP 127.0.0.1:5070;branch=z9hG4bK-23144-1-0;rport\r\n"
              + "From: sipp <sip:sipp@127.0.0.1:5070>;tag=23144SIPpTag001\r\n"
              + "To: bob <sip:bob@127.0.0.1:5060>\r\nCall-ID: 1-23144@127.0.0.1\r\n"
              + "CSeq: 1 OPTIONS\r\nContact: <sip:sipp@127.0.0.1:5070>\r\nMax-Forwards: 70\r\n"
              + "Subject: Performance Test\r\nContent-Length: 0\r\n\r\n")
          .getBytes(ISO_8859_1);

  /** Parses only. */
  @Benchmark
  public SipMessage parse() throws ParseException {
    return SipParser.parse(options);
  }

  /** Parses and writes a 200 with a To tag: what the stack does for most requests. */
  @Benchmark
  public byte[] parseAndAnswer() throws ParseException {
    return ((SipRequest) SipParser.parse(options)).answer(200, "a1b2c3");
  }

  /** Likewise, with received and rport added to the Via. */
  @Benchmark
  public byte[] parseReceivedAndAnswer() throws ParseException {
    SipRequest request = (SipRequest) SipParser.parse(options);
    request.receivedFrom("127.0.0.1", 5070, 0);
    return request.answer(200, "a1b2c3");
  }

  /** Parses and answers by way of a response that an application could change. */
  @Benchmark
  public byte[] parseAndRespond() throws ParseException {
    SipResponse ok = ((SipRequest) SipParser.parse(options)).response(200);
    ok.toTag("a1b2c3");
    return ok.toBytes();
  }

  /** Parses and reads six headers as types. */
  @Benchmark
  public void parseAndRead(Blackhole hole) throws ParseException {
    SipMessage message = SipParser.parse(options);
    hole.consume(message.topVia());
    hole.consume(message.from());
    hole.consume(message.to());
    hole.consume(message.cseq());
    hole.consume(message.callId());
    hole.consume(message.get(Headers.CONTACT));
  }
}
