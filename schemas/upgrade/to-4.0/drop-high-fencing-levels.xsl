<?xml version="1.0" encoding="UTF-8"?>
<!-- Levels of fencing are numbered from 1 to 9. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="fencing-topology/fencing-level[number(@index) > 9]">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'dropped, since its index ' || @index || ' is over 9'"/>
    </xsl:call-template>
  </xsl:template>
</xsl:stylesheet>
