package org.sipasync.restcomm;

import gov.nist.javax.sip.DialogTimeoutEvent;
import gov.nist.javax.sip.RequestEventExt;
import gov.nist.javax.sip.SipListenerExt;
import gov.nist.javax.sip.message.SIPRequest;
import gov.nist.javax.sip.stack.SIPServerTransaction;
import gov.nist.javax.sip.stack.WaitingDatagrams;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Objects;
import javax.sip.Dialog;
import javax.sip.DialogTerminatedEvent;
import javax.sip.IOExceptionEvent;
import javax.sip.InvalidArgumentException;
import javax.sip.RequestEvent;
import javax.sip.ResponseEvent;
import javax.sip.ServerTransaction;
import javax.sip.SipException;
import javax.sip.SipProvider;
import javax.sip.TimeoutEvent;
import javax.sip.Transaction;
import javax.sip.TransactionAlreadyExistsException;
import javax.sip.TransactionTerminatedEvent;
import javax.sip.TransactionUnavailableException;
import javax.sip.header.CallIdHeader;
import javax.sip.header.Header;
import javax.sip.header.MaxForwardsHeader;
import javax.sip.header.ToHeader;
import javax.sip.message.Message;
import javax.sip.message.Request;
import javax.sip.message.Response;
import org.mobicents.servlet.sip.message.SipFactoryImpl;
import org.sipasync.restcomm.RecentRequests.Fate;
import org.sipasync.support.LimitedLog;
import org.sipasync.support.LogText;

/**
 * What comes from the SIP stack goes through here: on the stack's thread the server transaction is
 * made, which answers 100 Trying and absorbs retransmissions (rule A7), and the event is put into
 * its call's lane; there, on a container thread, Restcomm's dispatcher gets it.
 */
final class StackEvents implements SipListenerExt {
  private static final Logger LOG = System.getLogger(StackEvents.class.getName());
  private static final LimitedLog LIMITED = new LimitedLog(LOG);
  private static final ThreadLocal<Boolean> AT_HAND = new ThreadLocal<>();
  private static final String RETRY_AFTER_SECONDS = "5";

  private final SipServer server;

  StackEvents(SipServer server) {
    this.server = server;
  }

  /** Whether the calling thread brings a stack event to the dispatcher, outside any handler. */
  static boolean atHand() {
    return AT_HAND.get() != null;
  }

  /** Runs the rest of a stack event in its own turn of the dispatcher's executor. */
  static void handOver(Runnable task) {
    AT_HAND.remove();
    try {
      task.run();
    } finally {
      AT_HAND.set(true);
    }
  }

  private void inLane(String callId, Runnable event) {
    server
        .lanes()
        .execute(
            callId,
            () -> {
              AT_HAND.set(true);
              try {
                event.run();
              } finally {
                AT_HAND.remove();
              }
            });
  }

  @Override
  public void processRequest(RequestEvent event) {
    Request request = event.getRequest();
    try {
      if (Request.ACK.equals(request.getMethod())) {
        if (!acknowledgesFailure(event)
            && server.recent().of(request) != Fate.REFUSED
            && !server.dialogs().lacks(request)) {
          inLane(callId(request), () -> server.dispatcher().processRequest(event));
        }
        return;
      }
      if (event.getServerTransaction() != null || mayBegin(event)) {
        takeIn(withTransaction(event));
      }
    } catch (TransactionAlreadyExistsException retransmission) {
      // its transaction answers it
    } catch (TransactionUnavailableException e) {
      LIMITED.log(
          Level.WARNING,
          "no transaction",
          request.getMethod()
              + " of call "
              + callId(request)
              + " gets no transaction: "
              + e.getMessage());
      respond((SipProvider) event.getSource(), null, request, statusOf(e));
    }
  }

  /** JAIN-SIP makes no transaction for a request that lacks a mandatory header. */
  private static int statusOf(TransactionUnavailableException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("required header")
        ? Response.BAD_REQUEST
        : Response.SERVER_INTERNAL_ERROR;
  }

  /** True if the request gets a transaction; what may not get one is answered here, or dropped. */
  private boolean mayBegin(RequestEvent event) {
    Request request = event.getRequest();
    SipProvider provider = (SipProvider) event.getSource();
    if (Request.CANCEL.equals(request.getMethod())
        ? !server.hasTransaction(request)
        : server.dialogs().lacks(request)) {
      respond(provider, null, request, Response.CALL_OR_TRANSACTION_DOES_NOT_EXIST);
      return false;
    }
    if (!isNew(request)) {
      return true;
    }
    if (server.recent().of(request) != null) {
      return false; // a repetition: it was refused, or its transaction has ended
    }
    boolean isRefused = waitedTooLong() || server.isFull();
    server.recent().remember(request, isRefused ? Fate.REFUSED : Fate.TAKEN_IN);
    if (isRefused) {
      refuse(provider, null, request);
    }
    return !isRefused;
  }

  /**
   * What fails here is answered: its retransmissions reach only the transaction, which absorbs
   * them.
   */
  private void takeIn(RequestEvent event) {
    Request request = event.getRequest();
    try {
      if (refuses(request)) {
        refuse(null, event.getServerTransaction(), request);
      } else if (Request.CANCEL.equals(request.getMethod())) {
        inLane(callId(request), () -> cancel(event));
      } else {
        inLane(callId(request), () -> server.dispatcher().processRequest(event));
      }
    } catch (RuntimeException e) {
      LOG.log(
          Level.ERROR,
          LogText.clean(request.getMethod() + " of call " + callId(request) + " was not taken in"),
          e);
      respond(null, event.getServerTransaction(), request, Response.SERVER_INTERNAL_ERROR);
    }
  }

  /** Such an ACK ends at the transaction, no application hears of it (JSR 289, 11.2.2). */
  private static boolean acknowledgesFailure(RequestEvent event) {
    return event.getServerTransaction() instanceof SIPServerTransaction invite
        && invite.getLastResponseStatusCode() >= Response.MULTIPLE_CHOICES;
  }

  private RequestEvent withTransaction(RequestEvent event)
      throws TransactionAlreadyExistsException, TransactionUnavailableException {
    if (event.getServerTransaction() != null) {
      return event;
    }
    Request request = event.getRequest();
    SipProvider provider = (SipProvider) event.getSource();
    if (request.getHeader(MaxForwardsHeader.NAME) == null) {
      request.setHeader(maxForwards());
    }
    // Its timers stay as they are made, RFC 3261's: to set them afterwards is refused, and the
    // request lost, if by then the timer of 100 Trying has begun
    ServerTransaction transaction = provider.getNewServerTransaction(request);
    return new RequestEventExt(provider, transaction, event.getDialog(), request);
  }

  /** RFC 3261, 16.3: a request without Max-Forwards may still be served. */
  private static Header maxForwards() {
    try {
      return SipFactoryImpl.headerFactory.createMaxForwardsHeader(70);
    } catch (InvalidArgumentException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * New calls are refused when too much waits, or when the server is drained; calls that are up get
   * twice as much (A12).
   */
  private boolean refuses(Request request) {
    boolean isNew = isNew(request);
    return isNew && server.refusesNew()
        || server.lanes().waiting() >= server.settings().queue() * (isNew ? 1L : 2L);
  }

  private static boolean isNew(Request request) {
    return ((ToHeader) request.getHeader(ToHeader.NAME)).getTag() == null
        && !Request.CANCEL.equals(request.getMethod());
  }

  /**
   * More comes than can be parsed: its sender has sent it again already, or given it up. That is
   * told without a transaction (RFC 3261, 8.2.7), which would be kept for 32 s.
   */
  private boolean waitedTooLong() {
    return WaitingDatagrams.waitedMillis() > server.settings().maxWait().toMillis();
  }

  private void refuse(SipProvider provider, ServerTransaction transaction, Request request) {
    server.refused();
    respond(provider, transaction, request, Response.SERVICE_UNAVAILABLE);
  }

  private static void respond(
      SipProvider provider, ServerTransaction transaction, Request request, int status) {
    try {
      Response response = SipFactoryImpl.messageFactory.createResponse(status, request);
      if (status == Response.SERVICE_UNAVAILABLE) {
        response.setHeader(
            SipFactoryImpl.headerFactory.createHeader("Retry-After", RETRY_AFTER_SECONDS));
      }
      if (transaction != null) {
        transaction.sendResponse(response);
      } else {
        ((ToHeader) response.getHeader(ToHeader.NAME)).setTag(statelessTag(request));
        provider.sendResponse(response);
      }
    } catch (SipException | InvalidArgumentException | java.text.ParseException e) {
      LIMITED.log(Level.WARNING, "unsent", "A " + status + " could not be sent: " + e.getMessage());
    }
  }

  /** The same each time the request is sent (RFC 3261, 8.2.7). */
  private static String statelessTag(Request request) {
    String branch = ((SIPRequest) request).getTopmostVia().getBranch();
    return Integer.toHexString(Objects.hash(branch, callId(request)));
  }

  /** A suspended INVITE is let go first, then the container answers 200 and 487 (rule A8). */
  private void cancel(RequestEvent event) {
    Cancellation.of(event.getServerTransaction()).ifPresent(Cancellation::endSuspension);
    server.dispatcher().processRequest(event);
  }

  @Override
  public void processResponse(ResponseEvent event) {
    inLane(callId(event.getResponse()), () -> server.dispatcher().processResponse(event));
  }

  @Override
  public void processTimeout(TimeoutEvent event) {
    Transaction transaction =
        event.isServerTransaction() ? event.getServerTransaction() : event.getClientTransaction();
    inLane(callId(transaction.getRequest()), () -> server.dispatcher().processTimeout(event));
  }

  @Override
  public void processTransactionTerminated(TransactionTerminatedEvent event) {
    Transaction transaction =
        event.isServerTransaction() ? event.getServerTransaction() : event.getClientTransaction();
    if (transaction.getApplicationData() != null) {
      inLane(
          callId(transaction.getRequest()),
          () -> server.dispatcher().processTransactionTerminated(event));
    }
  }

  @Override
  public void processDialogTerminated(DialogTerminatedEvent event) {
    if (event.getDialog().getApplicationData() != null) {
      inLane(callId(event.getDialog()), () -> server.dispatcher().processDialogTerminated(event));
    }
  }

  @Override
  public void processDialogTimeout(DialogTimeoutEvent event) {
    Dialog dialog = event.getDialog();
    inLane(callId(dialog), () -> server.dispatcher().processDialogTimeout(event));
  }

  @Override
  public void processIOException(IOExceptionEvent event) {
    String callId =
        event.getSource() instanceof Transaction transaction
            ? callId(transaction.getRequest())
            : event.getHost() + ":" + event.getPort();
    inLane(callId, () -> server.dispatcher().processIOException(event));
  }

  private static String callId(Message message) {
    return ((CallIdHeader) message.getHeader(CallIdHeader.NAME)).getCallId();
  }

  private static String callId(Dialog dialog) {
    return dialog.getCallId().getCallId();
  }
}
