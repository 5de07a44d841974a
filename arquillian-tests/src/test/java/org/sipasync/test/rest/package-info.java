/** An application that asks a web service. */
package org.sipasync.test.rest;
