<?xml version="1.0" encoding="UTF-8"?>
<!-- The lifetime of a location becomes a part of its rule. Colocations and orderings go without one, since
     theirs had no effect; rules that others refer to are kept in a location that is about no resource. -->
<xsl:stylesheet version="3.0"
    xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
    xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:u="urn:systole:upgrade"
    exclude-result-prefixes="#all">

  <xsl:import href="../lib.xsl"/>

  <xsl:template match="constraints/rsc_location[lifetime]">
    <xsl:variable name="id" select="string(@id)"/>
    <xsl:call-template name="u:tell">
      <xsl:with-param name="what" select="'its lifetime is a part of its rule now'"/>
    </xsl:call-template>
    <xsl:copy>
      <xsl:apply-templates select="@* except (@node, @score)"/>
      <xsl:apply-templates select="comment() | lifetime/comment()"/>
      <xsl:apply-templates select="resource_set"/>
      <rule id="{u:id(($id, 'lifetime-and-rule'))}" boolean-op="and">
        <xsl:choose>
          <xsl:when test="rule">
            <xsl:apply-templates select="rule"/>
          </xsl:when>
          <xsl:otherwise>
            <rule id="{u:id(($id, 'node-rule'))}" score="{@score}">
              <expression id="{u:id(($id, 'node'))}" attribute="#uname" operation="eq"
                  value="{@node}"/>
            </rule>
          </xsl:otherwise>
        </xsl:choose>
        <xsl:choose>
          <xsl:when test="count(lifetime/rule) = 1">
            <xsl:apply-templates select="lifetime/rule"/>
          </xsl:when>
          <xsl:otherwise>
            <rule id="{u:id(($id, 'lifetime-or-rule'))}" boolean-op="or">
              <xsl:apply-templates select="lifetime/rule"/>
            </rule>
          </xsl:otherwise>
        </xsl:choose>
      </rule>
    </xsl:copy>
  </xsl:template>

  <xsl:template match="constraints/rsc_colocation/lifetime | constraints/rsc_order/lifetime">
    <xsl:call-template name="u:tell">
      <xsl:with-param name="about" select=".."/>
      <xsl:with-param name="what" select="'its lifetime is dropped, since it had no effect'"/>
    </xsl:call-template>
  </xsl:template>

  <xsl:variable name="ineffective"
      select="/cib/configuration/constraints/(rsc_colocation | rsc_order)/lifetime"/>

  <!-- The rules that would be missed: those that others stand for which stay, and those in turn that these need. -->
  <xsl:variable name="missed" as="element(rule)*" select="u:meant-by(
      /cib/configuration//rule[@id-ref][not(ancestor::lifetime intersect $ineffective)], ())"/>

  <xsl:function name="u:meant-by" as="element(rule)*">
    <xsl:param name="stand-ins" as="element(rule)*"/>
    <xsl:param name="known" as="element(rule)*"/>
    <xsl:variable name="more"
        select="$ineffective//rule[@id = $stand-ins/@id-ref] except $known"/>
    <xsl:sequence select="if (empty($more)) then $known
        else u:meant-by($more//rule[@id-ref], $known | $more)"/>
  </xsl:function>

  <xsl:template match="/cib/configuration/constraints">
    <xsl:copy>
      <xsl:apply-templates select="@*, node()"/>
      <xsl:if test="$missed">
        <xsl:for-each select="$missed[not(ancestor::rule intersect $missed)]">
          <xsl:call-template name="u:tell">
            <xsl:with-param name="what"
                select="'is in the location ' || u:id('kept-rules') || ' now, for others need it'"/>
          </xsl:call-template>
        </xsl:for-each>
        <rsc_location id="{u:id('kept-rules')}" rsc-pattern="a^">
          <rule id="{u:id('kept-rules-rule')}" score="-INFINITY">
            <xsl:copy-of select="$missed[not(ancestor::rule intersect $missed)]"/>
          </rule>
        </rsc_location>
      </xsl:if>
    </xsl:copy>
  </xsl:template>
</xsl:stylesheet>
