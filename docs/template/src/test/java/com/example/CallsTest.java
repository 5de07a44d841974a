package com.example;

import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import javax.servlet.sip.SipServletRequest;
import javax.servlet.sip.SipServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sipasync.function.ReturnCodes;

/** Calls routes as methods, in milliseconds and without a container. */
class CallsTest {
  private final Calls calls = new Calls();
  private final SipServletRequest invite = mock();
  private final SipServletResponse response = mock();

  @ParameterizedTest(name = "return code {0}, credit {1}: {2}")
  @CsvSource({"1, 42, 200", "1, 0, 402", "1, , 404", "-1, , 503", "-3, , 504"})
  void credited(int rc, Long credit, int status) throws Exception {
    when(invite.createResponse(status)).thenReturn(response);
    calls.credited(invite, rc, credit);
    verify(response).send();
  }

  @Test
  void creditIsTold() throws Exception {
    when(invite.createResponse(anyInt())).thenReturn(response);
    calls.credited(invite, ReturnCodes.OK, 42L);
    verify(response).setHeader("X-Credit", "42");
    verify(response, never()).setContent(null, null);
  }
}
