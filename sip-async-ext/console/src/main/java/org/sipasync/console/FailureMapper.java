package org.sipasync.console;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.sipasync.Problem;

/** Answers failures by number; details of internal failures go to the log only. */
@Provider
public class FailureMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOG = System.getLogger("org.sipasync");

  @Override
  public Response toResponse(Throwable failure) {
    Refusal refusal = refusal(failure);
    Response.ResponseBuilder answer =
        Response.status(refusal.status())
            .type(Refusal.MEDIA_TYPE)
            .entity(refusal.toJson().toString());
    if (refusal.retryAfterSeconds() > 0) {
      answer.header("Retry-After", refusal.retryAfterSeconds());
    }
    return answer.build();
  }

  private static Refusal refusal(Throwable failure) {
    if (failure instanceof Refusal refusal) {
      return refusal;
    }
    if (failure instanceof WebApplicationException http && http.getResponse().getStatus() < 500) {
      Response.StatusType status = http.getResponse().getStatusInfo();
      return new Refusal(status.getStatusCode(), Problem.CONSOLE_HTTP, status.getReasonPhrase());
    }
    LOG.log(Level.ERROR, "The console failed", failure);
    return new Refusal(500, Problem.CONSOLE_FAILED);
  }
}
